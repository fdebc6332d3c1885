/** Which container's changes are open; anybody may open them. */
let container: string | null = $state(null)

/** Shows what changed in a container, by its ID. */
export function openChanges(chosen: string): void {
  container = chosen
}

export function closeChanges(): void {
  container = null
}

/** The container whose changes are shown; `null` while none are. */
export function changesContainer(): string | null {
  return container
}
