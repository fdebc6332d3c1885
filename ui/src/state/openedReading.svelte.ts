/** The pasted command that opened a dialog or a screen, until that shows the remarks on it. */
import type { Action } from '../engine/gen/action'
import type { Reading } from '../engine/gen/parse'

let opened: Reading | null = $state.raw(null)

export function keepOpenedReading(reading: Reading): void {
  opened = reading
}

/** The command, if it is of one of these kinds; it is handed out once. */
export function takeOpenedReading(kinds: readonly Action['kind'][]): Reading | null {
  const taken = opened && kinds.includes(opened.action.kind) ? opened : null
  if (taken) opened = null
  return taken
}
