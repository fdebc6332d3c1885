/** Which containers the table shows, and in what order. */
import type { Action } from '../../engine/gen/action'
import type { Container } from '../../engine/gen/container'
import type { Job } from '../../engine/gen/job'
import { activeJobs } from '../jobs'

export type Column = 'name' | 'image' | 'state' | 'command' | 'created' | 'ports'

export interface Sort {
  column: Column
  descending: boolean
}

/** Whether a container runs, as `docker ps` without `-a` counts it. */
export function isRunning(container: Container): boolean {
  return ['running', 'paused', 'restarting'].includes(container.state)
}

/** Every word of `text` is somewhere in the container's name, image, ID, command, ports or labels. */
function matches(container: Container, words: readonly string[]): boolean {
  const ports = container.ports.map((port) => `${port.host ?? ''}:${port.container}`)
  const labels = Object.entries(container.labels).map(([name, value]) => `${name}=${value}`)
  const all = [container.name, container.image, container.id, container.command, container.state, ...ports, ...labels]
    .join('\n')
    .toLowerCase()
  return words.every((word) => all.includes(word))
}

const keys: Record<Column, (container: Container) => string | number> = {
  name: (container) => container.name,
  image: (container) => container.image,
  state: (container) => `${isRunning(container) ? 0 : 1}${container.state}`,
  command: (container) => container.command,
  created: (container) => container.created,
  ports: (container) => container.ports.find((port) => port.host !== null)?.host ?? Infinity,
}

export function tableRows(
  containers: Iterable<Container>,
  filter: string,
  runningOnly: boolean,
  { column, descending }: Sort,
): Container[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  const key = keys[column]
  const direction = descending ? -1 : 1
  return [...containers]
    .filter((container) => (!runningOnly || isRunning(container)) && matches(container, words))
    .sort((a, b) => direction * compare(key(a), key(b)) || compare(a.name, b.name))
}

function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

const actsOn: readonly Action['kind'][] = [
  'startContainer',
  'stopContainer',
  'killContainer',
  'restartContainer',
  'renameContainer',
  'removeContainer',
  'commit',
]

/** The names and IDs of containers that something is being done to. */
export function busyContainers(jobs: ReadonlyMap<number, Job>): ReadonlySet<string> {
  return new Set(
    activeJobs(jobs).flatMap(({ action }) =>
      'container' in action && actsOn.includes(action.kind) ? [action.container] : [],
    ),
  )
}
