/** What the command line bar at the foot says: the command for what one sees, or for what was done last. */
import type { Action } from '../engine/gen/action'

interface Shown {
  readonly action: Action
  /** It has been done, and is not what lists the screen. */
  readonly done: boolean
}

let shown: Shown | null = $state.raw(null)

/** The screen that is shown calls this, in an effect, with the action that lists what it shows; `null` where none does. */
export function showCommandFor(action: Action | null): void {
  shown = action && { action, done: false }
}

/** What has just been begun, whatever the screen shows. */
export function showDone(action: Action): void {
  shown = { action, done: true }
}

export function shownAction(): Action | null {
  return shown?.action ?? null
}

export function isDone(): boolean {
  return shown?.done ?? false
}
