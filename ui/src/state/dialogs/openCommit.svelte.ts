/** Which container the commit dialog is open for, and what its form begins with; anybody may open it. */
import type { CommitForm } from '../../engine/gen/action'

let wanted: { container: string; form: CommitForm | null } | null = $state.raw(null)

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
