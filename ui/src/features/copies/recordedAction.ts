/** The action that a record's command came from: a record keeps its text alone. */
import type { Action, CleanupStep } from '../../engine/gen/action'

/** A longer one is not read: nobody looks at each of hundreds of commands. */
const longest = 4000

/** What each command of a removal or a clean-up does, by how it begins. */
const steps: readonly (readonly [begins: string, step: (name: string) => CleanupStep])[] = [
  ['docker stop ', (container) => ({ kind: 'stopContainer', container })],
  ['docker rm ', (container) => ({ kind: 'removeContainer', container })],
  ['docker rmi ', (target) => ({ kind: 'removeImage', target })],
  ['docker volume rm ', (volume) => ({ kind: 'removeVolume', volume })],
]
const prune = 'docker builder prune -a -f'

/** `null` where it is not one of ours. It may still be written otherwise by now: compare what is drafted for it. */
export function actionOf(command: string): Action | null {
  if (command.length > longest) return null
  const parts = command.split(' ; ').map(stepsOf)
  if (parts.some((step) => step.length === 0)) return null
  const all = parts.flat()
  const targets = all.flatMap((step) => (step.kind === 'removeImage' ? [step.target] : []))
  return parts.length === 1 && targets.length === all.length
    ? { kind: 'removeImages', targets }
    : { kind: 'cleanUp', steps: all, predicted: { least: 0, most: 0 } }
}

function stepsOf(command: string): CleanupStep[] {
  if (command === prune) return [{ kind: 'pruneBuildCache' }]
  const found = steps.find(([begins]) => command.startsWith(begins))
  if (!found) return []
  const [begins, step] = found
  return command.slice(begins.length).split(' ').map(step)
}
