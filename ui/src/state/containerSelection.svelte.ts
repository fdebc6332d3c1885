/** The container whose drawer is open. It may be selected before it is listed. */
let selected: string | null = $state(null)

/** Selects a container by its ID, now or as soon as it is listed. */
export function selectContainer(id: string): void {
  selected = id
}

export function deselectContainer(): void {
  selected = null
}

/** The ID of the selected container. */
export function selectedContainer(): string | null {
  return selected
}
