/** Which container the removal dialog is open for, and what its form begins with; anybody may open it. */
import type { Container } from '../../engine/gen/container'

interface Asked {
  container: Container
  force: boolean
  volumes: boolean
}

let asked: Asked | null = $state.raw(null)

export function openRemoval(container: Container, filled: Partial<Omit<Asked, 'container'>> = {}): void {
  asked = { container, force: false, volumes: false, ...filled }
}

export function closeRemoval(): void {
  asked = null
}

/** What the dialog was opened with, the container as it was then; `null` while it is closed. */
export function removalAsked(): Readonly<Asked> | null {
  return asked
}
