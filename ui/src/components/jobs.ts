/** What a job says of itself, for whoever follows it. */
import type { Action } from '../engine/gen/Action'
import type { CleanupProgress } from '../engine/gen/CleanupProgress'
import type { CopyProgress } from '../engine/gen/CopyProgress'
import type { Job } from '../engine/gen/Job'
import type { JobState } from '../engine/gen/JobState'
import type { LayersProgress } from '../engine/gen/LayersProgress'
import type { PullProgress } from '../engine/gen/PullProgress'
import type { RemovalProgress } from '../engine/gen/RemovalProgress'

type Jobs = ReadonlyMap<number, Job>
type Kind = Action['kind']

export function hasEnded(state: JobState): boolean {
  return state !== 'queued' && state !== 'running'
}

/** Newest first. */
export function newestFirst(jobs: Jobs): Job[] {
  return [...jobs.values()].sort((a, b) => b.id - a.id)
}

/** Those still at work, newest first. */
export function atWork(jobs: Jobs, kind?: Kind): Job[] {
  return newestFirst(jobs).filter((job) => !hasEnded(job.state) && (kind === undefined || job.action.kind === kind))
}

export function pullProgress(job: Job | undefined): PullProgress | null {
  return job?.progress?.kind === 'pull' ? job.progress : null
}

export function removalProgress(job: Job | undefined): RemovalProgress | null {
  return job?.progress?.kind === 'removal' ? job.progress : null
}

export function copyProgress(job: Job | undefined): CopyProgress | null {
  return job?.progress?.kind === 'copy' ? job.progress : null
}

export function layersProgress(job: Job | undefined): LayersProgress | null {
  return job?.progress?.kind === 'layers' ? job.progress : null
}

export function cleanupProgress(job: Job | null | undefined): CleanupProgress | null {
  return job?.progress?.kind === 'cleanup' ? job.progress : null
}

/** Whether asking it to stop changes what comes of it. */
export function canCancel(job: Job): boolean {
  return !hasEnded(job.state) && job.cancellable
}
