/** What was typed and not committed, by the container's ID. */
import { Drafts } from '../../state/drafts.svelte'
import type { Fields } from './commitFields'

export const commitDrafts = new Drafts<Fields>()
