/** Opens the form of a parsed command, filled in, or the screen where it is done, with its targets selected. */
import type { AppContext } from '../../engine/context'
import type { Reading } from '../../engine/gen/parse'
import { runDialog } from '../../state/dialogs.svelte'
import { notify } from '../../state/notices.svelte'
import { openAction } from '../../state/openAction'
import { keepOpenedReading } from '../../state/openedReading.svelte'
import { openSelection } from './openSelection'

export function openReading(app: AppContext, reading: Reading): void {
  // Its form shows the remarks itself.
  if (reading.action.kind === 'run') {
    runDialog.open({ image: '', reading })
    return
  }
  if (reading.selection) {
    openSelection(reading.selection, app)
    keepOpenedReading(reading)
    return
  }
  const failure = openAction(reading.action, app.live)
  if (failure) notify(failure)
  else keepOpenedReading(reading)
}
