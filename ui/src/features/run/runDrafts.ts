/** What was typed and not run, by the image that the dialog was opened for. */
import type { RunForm } from '../../engine/gen/action'
import { Drafts } from '../../state/drafts.svelte'

export const runDrafts = new Drafts<RunForm>()
