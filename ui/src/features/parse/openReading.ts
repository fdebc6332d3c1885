/** Opens the form of a parsed command, filled in, or the screen where it is done, with its targets selected. */
import { isRunning } from '../../domain/containers/containerRows'
import type { AppContext } from '../../engine/context'
import type { Reading, Remark } from '../../engine/gen/parse'
import { runDialog } from '../../state/dialogs.svelte'
import { notify } from '../../state/notices.svelte'
import { openAction } from '../../state/openAction'
import { keepOpenedReading } from '../../state/openedReading.svelte'
import { openSelection } from './openSelection'

/** A command with `--force` would have taken the running containers, too. */
function remarkOnSelection(remark: Remark, found: boolean, running: boolean): Remark {
  if (remark.kind === 'selected' && !found) return { ...remark, kind: 'selectedNone' }
  const forced = remark.kind === 'notOffered' && remark.flag === '--force'
  return forced && running ? { ...remark, kind: 'runningLeftOut' } : remark
}

export function openReading(app: AppContext, reading: Reading): void {
  // Its form shows the remarks itself.
  if (reading.action.kind === 'run') {
    runDialog.open({ image: '', reading })
    return
  }
  if (reading.selection) {
    const found = openSelection(reading.selection, app)
    const running = reading.selection === 'stoppedContainers' && [...app.live.containers.values()].some(isRunning)
    keepOpenedReading({
      ...reading,
      remarks: reading.remarks.map((remark) => remarkOnSelection(remark, found, running)),
    })
    return
  }
  const failure = openAction(reading.action, app.live)
  if (failure) notify(failure)
  else keepOpenedReading(reading)
}
