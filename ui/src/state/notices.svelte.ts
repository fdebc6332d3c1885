/** Notices in the window's corner, for failures that no visible component shows. */
import { asFailure, type Failure } from '../engine/engine'

export interface Notice {
  id: number
  failure: Failure
  /** The job that failed, if it was one. */
  job: number | null
  /** The command that failed; empty when there is none. */
  command: string
}

let shown: readonly Notice[] = $state.raw([])
let next = 0

export function notices(): readonly Notice[] {
  return shown
}

export function notify(failure: Failure, job: number | null = null, command = ''): void {
  shown = [...shown.slice(-2), { id: next++, failure, job, command }]
}

/** For a rejected promise of the engine whose failure no component shows. */
export function notifyThrown(thrown: unknown): void {
  notify(asFailure(thrown))
}

export function dismiss(id: number): void {
  shown = shown.filter((notice) => notice.id !== id)
}

/** For a failure that a component shows by now. */
export function dismissJob(job: number): void {
  if (shown.some((notice) => notice.job === job)) shown = shown.filter((notice) => notice.job !== job)
}
