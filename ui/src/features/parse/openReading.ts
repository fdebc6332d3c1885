/** Opens the form of a command that was read, filled; or the place where it is done, with its target selected. */
import type { Door } from '../../engine/context'
import type { Reading } from '../../engine/gen/parse'
import { runDialog } from '../../state/dialogs.svelte'
import { notify } from '../../state/notices.svelte'
import { openAction } from '../../state/openAction'
import { wait } from '../../state/openedReading.svelte'
import { openSelection } from './openSelection'

export function openReading(door: Door, reading: Reading): void {
  // Its form shows what was not taken over, too.
  if (reading.action.kind === 'run') {
    runDialog.open({ image: '', reading })
    return
  }
  if (reading.selection) {
    openSelection(reading.selection, door)
    wait(reading)
    return
  }
  const failure = openAction(reading.action, door.live)
  if (failure) notify(failure)
  else wait(reading)
}
