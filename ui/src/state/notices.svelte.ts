/** Short notices at the window's corner: for what failed where nobody was looking. */
import { asFailure, type Failure } from '../engine/engine'

export interface Notice {
  id: number
  failure: Failure
  /** The job that failed, where it was one. */
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

/** For a promise of the engine whose failure has no place of its own on the screen. */
export function notifyThrown(thrown: unknown): void {
  notify(asFailure(thrown))
}

export function dismiss(id: number): void {
  shown = shown.filter((notice) => notice.id !== id)
}

/** For a failure that is told elsewhere by now. */
export function dismissJob(job: number): void {
  if (shown.some((notice) => notice.job === job)) shown = shown.filter((notice) => notice.job !== job)
}
