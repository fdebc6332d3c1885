/** What was typed and not run, by the image that the dialog was opened for. */
import type { RunForm } from '../../engine/gen/action'
import { Unsent } from '../../state/drafts.svelte'

export const unsentRuns = new Unsent<RunForm>()
