/** The pasted command that opened a dialog or a screen, until that shows the remarks on it. */
import type { Action } from '../engine/gen/action'
import type { ParsedCommand } from '../engine/gen/parse'

let opened: ParsedCommand | null = $state.raw(null)

export function keepOpenedCommand(parsed: ParsedCommand): void {
  opened = parsed
}

/** The command, if it is of one of these kinds; it is handed out once. */
export function takeOpenedCommand(kinds: readonly Action['kind'][]): ParsedCommand | null {
  const taken = opened && kinds.includes(opened.action.kind) ? opened : null
  if (taken) opened = null
  return taken
}
