/** Which container the commit dialog is open for, and what its form begins with; anybody may open it. */
import { Unsent } from '../drafts.svelte'
import type { CommitForm } from '../../engine/gen/action'
import type { Fields } from '../../features/commit/commitFields'

let wanted: { container: string; form: CommitForm | null } | null = $state.raw(null)

/** What was typed and not committed, by the container's ID. */
export const unsentCommits = new Unsent<Fields>()

/** Opens the commit dialog for a container's ID; with a form, that is filled in, else what was typed last. */
export function openCommit(container: string, form: CommitForm | null = null): void {
  wanted = { container, form }
}

export function closeCommit(): void {
  wanted = null
}

/** What the dialog was opened with, anew each time. */
export function commitWanted(): Readonly<typeof wanted> {
  return wanted
}
