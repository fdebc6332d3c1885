/** Examples: containers, their files, and what they are connected to. */
import type { EngineState } from '../../../engine/engineState.svelte'
import type { Console } from '../../../engine/gen/console'
import type { Container, Mount } from '../../../engine/gen/container'
import type { Image } from '../../../engine/gen/image'
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { shortId } from '../../../messages/format'
import { find, nameOf, toContainer, toImage, type Example, type Examples, type Way } from './example'

export const containerExamples = {
  container: ({ live }) => {
    const container = aContainer(live)
    const running = [...live.containers.values()].filter(({ state }) => state === 'running').length
    return (
      container && {
        values: {
          count: live.containers.size,
          running,
          name: escapeInvisible(container.name),
          image: escapeInvisible(container.image),
        },
        way: toContainer(container),
      }
    )
  },
  'container-layer': ({ live }) => {
    const container = aContainer(live)
    return container && { values: { name: escapeInvisible(container.name) }, way: { to: 'changes', id: container.id } }
  },
  'copy-on-write': ({ live }) => {
    const [several] = [...live.users.values()].filter((users) => users.length > 1)
    const [one, other] = several ?? []
    return one && other
      ? {
          values: {
            one: escapeInvisible(one.name),
            other: escapeInvisible(other.name),
            image: escapeInvisible(one.image),
          },
          way: toContainer(one),
        }
      : null
  },
  diff: ({ live }) => {
    const container = aContainer(live)
    return container && { values: { name: escapeInvisible(container.name) }, way: { to: 'changes', id: container.id } }
  },
  volume: ({ live }) => mounted(live, (mount) => mount.kind === 'volume' && !isAnonymous(mount)),
  'anonymous-volume': ({ live }) => mounted(live, (mount) => mount.kind === 'volume' && isAnonymous(mount)),
  'bind-mount': ({ live }) => mounted(live, (mount) => mount.kind === 'bind'),
  label: ({ live }) => {
    const labelled = ({ labels }: Image | Container) => Object.keys(labels).length > 0
    const image = find(live.images, (one) => one.tags.length > 0 && labelled(one))
    const container = find(live.containers, labelled)
    const [[name, value] = ['', '']] = Object.entries(image?.labels ?? container?.labels ?? {})
    const label = escapeInvisible(value === '' ? name : `${name}=${value}`)
    if (image) return { values: { name: nameOf(image), label }, way: toImage(image) }
    return container && { values: { name: escapeInvisible(container.name), label }, way: toContainer(container) }
  },
  shell: ({ live }) => {
    const shells = /(^|\/)(ba|da|a|z)?sh$/
    const container = find(live.containers, ({ command }) => shells.test(command.split(' ')[0] ?? ''))
    return (
      container && {
        values: {
          name: escapeInvisible(container.name),
          shell: escapeInvisible(container.command.split(' ')[0] ?? ''),
        },
        way: toContainer(container),
      }
    )
  },
  terminal: ({ live }) => {
    const container = find(live.containers, ({ tty }) => tty)
    return container && { values: { name: escapeInvisible(container.name) }, way: toContainer(container) }
  },
  port: ({ live }) => {
    const container = find(live.containers, ({ ports }) => ports.some(({ host }) => host !== null))
    const port = container?.ports.find(({ host }) => host !== null)
    return container && port
      ? {
          // As text: a port is no quantity, and has no thousands.
          values: { name: escapeInvisible(container.name), host: String(port.host), container: String(port.container) },
          way: toContainer(container),
        }
      : null
  },
  exec: ({ live }) => session(live, 'exec'),
  attach: ({ live }) => session(live, 'attach'),
  stdin: ({ live }) => {
    const console = live.consoles.find(({ state }) => state === 'open')
    return console
      ? { values: { name: escapeInvisible(console.containerName) }, ...holding(live, console.container) }
      : null
  },
} satisfies Examples

function mounted(live: EngineState, wanted: (mount: Mount) => boolean): Example | null {
  const container = find(live.containers, ({ mounts }) => mounts.some(wanted))
  const mount = container?.mounts.find(wanted)
  return container && mount
    ? {
        values: {
          name: escapeInvisible(container.name),
          source: escapeInvisible(isAnonymous(mount) ? shortId(mount.source) : mount.source),
          path: escapeInvisible(mount.path),
        },
        way: toContainer(container),
      }
    : null
}

/** The engine makes up 64 hex digits for a volume that nobody names. */
function isAnonymous({ source }: Mount): boolean {
  return /^[0-9a-f]{64}$/.test(source)
}

function session(live: EngineState, kind: Console['kind']): Example | null {
  const console = live.consoles.find((one) => one.kind === kind)
  return console
    ? {
        values: { name: escapeInvisible(console.containerName), command: escapeInvisible(console.commandLine) },
        ...holding(live, console.container),
      }
    : null
}

/** One that runs, else any. */
function aContainer(live: EngineState): Container | null {
  return find(live.containers, ({ state }) => state === 'running') ?? find(live.containers, () => true)
}

/** The way to a container that may be gone. */
function holding(live: EngineState, id: string): { way?: Way } {
  return live.containers.has(id) ? { way: { to: 'container', id } } : {}
}
