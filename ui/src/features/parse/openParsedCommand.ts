/** Opens the form of a parsed command, filled in, or the screen where it is done, with its targets selected. */
import { isRunning } from '../../domain/containers/containerRows'
import type { AppContext } from '../../engine/context'
import type { ParsedCommand, Remark } from '../../engine/gen/parse'
import { runDialog } from '../../state/dialogs.svelte'
import { notify } from '../../state/notices.svelte'
import { openAction } from '../../state/openAction'
import { keepOpenedCommand } from '../../state/openedCommand.svelte'
import { openSelection } from './openSelection'

/** A command with `--force` would have taken the running containers, too. */
function remarkOnSelection(remark: Remark, found: boolean, running: boolean): Remark {
  if (remark.kind === 'selected' && !found) return { ...remark, kind: 'selectedNone' }
  const forced = remark.kind === 'notOffered' && remark.flag === '--force'
  return forced && running ? { ...remark, kind: 'runningLeftOut' } : remark
}

export function openParsedCommand(app: AppContext, parsed: ParsedCommand): void {
  // Its form shows the remarks itself.
  if (parsed.action.kind === 'run') {
    runDialog.open({ image: '', parsed })
    return
  }
  if (parsed.selection) {
    const found = openSelection(parsed.selection, app)
    const running = parsed.selection === 'stoppedContainers' && [...app.live.containers.values()].some(isRunning)
    keepOpenedCommand({
      ...parsed,
      remarks: parsed.remarks.map((remark) => remarkOnSelection(remark, found, running)),
    })
    return
  }
  const failure = openAction(parsed.action, app.live)
  if (failure) notify(failure)
  else keepOpenedCommand(parsed)
}
