/** The command line bar's action: the one that lists what is shown, or the one that was started last. */
import type { Action } from '../engine/gen/action'

interface Shown {
  readonly action: Action
  /** Whether it was started, rather than listing what is shown. */
  readonly done: boolean
}

let shown: Shown | null = $state.raw(null)

/** Called by the current screen, in an effect, with the action that lists what it shows; `null` if there is none. */
export function showCommandFor(action: Action | null): void {
  shown = action && { action, done: false }
}

/** Shows the action that was just started, whatever the screen shows. */
export function showDone(action: Action): void {
  shown = { action, done: true }
}

export function shownAction(): Action | null {
  return shown?.action ?? null
}

export function isDone(): boolean {
  return shown?.done ?? false
}
