/** Which container the commit dialog is open for; anybody may open it. */
import type { CommitForm } from '../../engine/gen/CommitForm'

let container: string | null = $state(null)
let proposed: CommitForm | null = $state.raw(null)

/** Opens the commit dialog for a container's ID, filled where a form is given. */
export function openCommit(chosen: string, form: CommitForm | null = null): void {
  container = chosen
  proposed = form
}

/** What the dialog is filled with at first. */
export function proposedCommit(): CommitForm | null {
  return proposed
}

export function closeCommit(): void {
  container = null
}

/** The container to commit; `null` while the dialog is closed. */
export function commitContainer(): string | null {
  return container
}
