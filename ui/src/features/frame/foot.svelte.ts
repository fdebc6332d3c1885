/** What the command line bar at the foot says: the command for what one sees, or for what was done last. */
import type { Action } from '../../engine/gen/Action'

let action: Action = $state.raw({ kind: 'listImages', all: false, dangling: false, filters: [], repository: '' })

/** The screen that is shown calls this, in an effect, with the action that lists what it shows. */
export function showCommandFor(shown: Action): void {
  action = shown
}

export function shownAction(): Action {
  return action
}
