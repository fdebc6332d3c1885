/** Which container's drawer is open. The wish survives until the container has come. */
let selected: string | null = $state(null)

/** Selects a container by its ID, now or as soon as it is there. */
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
