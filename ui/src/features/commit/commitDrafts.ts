/** What was typed and not committed, by the container's ID. */
import { Unsent } from '../../state/drafts.svelte'
import type { Fields } from './commitFields'

export const unsentCommits = new Unsent<Fields>()
