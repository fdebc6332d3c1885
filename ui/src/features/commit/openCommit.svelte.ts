/** Which container the commit dialog is open for; anybody may open it. */
let container: string | null = $state(null)

/** Opens the commit dialog for a container's ID. */
export function openCommit(chosen: string): void {
  container = chosen
}

export function closeCommit(): void {
  container = null
}

/** The container to commit; `null` while the dialog is closed. */
export function commitContainer(): string | null {
  return container
}
