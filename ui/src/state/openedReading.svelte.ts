/** What is to be known about a command that was opened elsewhere, until the place that it opened in shows it. */
import type { Action } from '../engine/gen/action'
import type { Reading } from '../engine/gen/parse'

let waiting: Reading | null = $state.raw(null)

export function wait(reading: Reading): void {
  waiting = reading
}

/** The command that waits, if it is of one of these kinds; it waits no longer. */
export function take(kinds: readonly Action['kind'][]): Reading | null {
  const taken = waiting && kinds.includes(waiting.action.kind) ? waiting : null
  if (taken) waiting = null
  return taken
}
