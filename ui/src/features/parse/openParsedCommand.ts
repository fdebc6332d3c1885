/** Opens the form of a parsed command, filled in, or the screen where it is done, with its targets selected. */
import type { AppContext } from '../../engine/context'
import type { ParsedCommand } from '../../engine/gen/parse'
import { runDialog } from '../../state/dialogs.svelte'
import { notify } from '../../state/notices.svelte'
import { openAction } from '../../state/openAction'
import { keepOpenedCommand } from '../../state/openedCommand.svelte'
import { openSelection } from './openSelection'

export function openParsedCommand(app: AppContext, parsed: ParsedCommand): void {
  // Its form shows the remarks itself.
  if (parsed.action.kind === 'run') {
    runDialog.open({ image: '', parsed })
    return
  }
  if (parsed.selection) {
    openSelection(parsed.selection, app)
    keepOpenedCommand(parsed)
    return
  }
  const failure = openAction(parsed.action, app.live)
  if (failure) notify(failure)
  else keepOpenedCommand(parsed)
}
