/** Notices of failures that no visible component shows. */
import { asFailure, type Failure } from '../engine/engine'

export interface Notice {
  id: number
  failure: Failure
  /** The jobs that failed, the newest last; empty if what failed was no job. */
  jobs: readonly number[]
  /** The command that failed; empty when there is none. */
  command: string
  /** How often it happened. */
  count: number
}

/** More than these are in Activity. */
const MAX_NOTICES = 3

let shown: readonly Notice[] = $state.raw([])
let next = 0

/** The oldest first. */
export function notices(): readonly Notice[] {
  return shown
}

/** Raises a notice; the same failure of the same command as before is counted there. */
export function notify(failure: Failure, job: number | null = null, command = ''): void {
  const jobs = job === null ? [] : [job]
  const same = shown.find((notice) => notice.command === command && isSame(notice.failure, failure))
  if (same) replace(same, { ...same, jobs: [...same.jobs, ...jobs], count: same.count + 1 })
  else shown = [...shown, { id: next++, failure, jobs, command, count: 1 }].slice(-MAX_NOTICES)
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
  const of = shown.find((notice) => notice.jobs.includes(job))
  if (!of) return
  if (of.count === 1) dismiss(of.id)
  else replace(of, { ...of, jobs: of.jobs.filter((one) => one !== job), count: of.count - 1 })
}

function replace(before: Notice, after: Notice): void {
  shown = shown.map((notice) => (notice === before ? after : notice))
}

function isSame(one: Failure, other: Failure): boolean {
  return one.code === other.code && JSON.stringify(one.details) === JSON.stringify(other.details)
}
