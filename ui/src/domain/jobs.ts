/** What a job says of itself, for whoever follows it. */
import type { Action } from '../engine/gen/action'
import type { CopyProgress } from '../engine/gen/copy'
import type { Job } from '../engine/gen/job'
import type { LayersProgress } from '../engine/gen/layers'
import type { CleanupProgress, JobState, PullProgress, RemovalProgress } from '../engine/gen/progress'

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
export function activeJobs(jobs: Jobs, kind?: Kind): Job[] {
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
