/** Which container the removal dialog is open for; anybody may open it. */
import type { Container } from '../../engine/gen/Container'

let container: Container | null = $state.raw(null)

export function openRemoval(chosen: Container): void {
  container = chosen
}

export function closeRemoval(): void {
  container = null
}

/** The container to remove, as it was when the dialog was opened; `null` while it is closed. */
export function removedContainer(): Container | null {
  return container
}
