/** Examples: jobs that were done in Slipway, as far as it still lists them. */
import type { EngineState } from '../../../engine/engineState.svelte'
import type { Action } from '../../../engine/gen/action'
import type { Job } from '../../../engine/gen/job'
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { shortId } from '../../../messages/format'
import { nameOf, toContainer, toImage, type Examples, type Way } from './example'

export const jobExamples = {
  pull: ({ live }) => {
    const job = lastDone(live, 'pull')
    if (job?.action.kind !== 'pull') return null
    return { values: { reference: escapeInvisible(job.action.reference) }, ...outcomeOf(live, job) }
  },
  archive: ({ live }) => {
    const job = lastDone(live, 'keepCopy', 'readArchive')
    switch (job?.action.kind) {
      case 'keepCopy':
        return { values: { kind: 'kept', name: escapeInvisible(job.action.tags[0] ?? shortId(job.action.image)) } }
      case 'readArchive':
        return { values: { kind: 'read', name: escapeInvisible(job.action.path) } }
      default:
        return null
    }
  },
  detached: ({ live }) => {
    const runs = done(live, 'run').filter(({ action }) => action.kind === 'run' && action.detach)
    const made = runs.flatMap(({ outcome }) => (outcome?.kind === 'container' ? [live.containers.get(outcome.id)] : []))
    const container = made.findLast((one) => one !== undefined)
    return container ? { values: { name: escapeInvisible(container.name) }, way: toContainer(container) } : null
  },
  commit: ({ live }) => {
    const job = lastDone(live, 'commit')
    const image = job?.outcome?.kind === 'image' ? live.images.get(job.outcome.id) : undefined
    return job?.action.kind === 'commit' && image
      ? { values: { container: escapeInvisible(job.action.container), name: nameOf(image) }, way: toImage(image) }
      : null
  },
  'build-cache': ({ live }) => {
    const cached = ({ log }: Job) => log.filter((line) => line.includes('Using cache')).length
    const job = done(live, 'build').findLast((one) => cached(one) > 0)
    return job?.action.kind === 'build'
      ? { values: { name: escapeInvisible(job.action.tag), count: cached(job) } }
      : null
  },
} satisfies Examples

/** Jobs of these kinds that were done, in their order. */
function done(live: EngineState, ...kinds: Action['kind'][]): Job[] {
  return [...live.jobs.values()].filter((job) => kinds.includes(job.action.kind) && job.state === 'done')
}

function lastDone(live: EngineState, ...kinds: Action['kind'][]): Job | null {
  return done(live, ...kinds).at(-1) ?? null
}

function outcomeOf(live: EngineState, { outcome }: Job): { way?: Way } {
  const image = outcome?.kind === 'image' ? live.images.get(outcome.id) : undefined
  return image ? { way: toImage(image) } : {}
}
