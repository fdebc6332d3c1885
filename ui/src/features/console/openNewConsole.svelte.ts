/** Which container the form for a new console is open for. */
import { setDockOpen } from './dock.svelte'

let container: string | null = $state(null)

/** Opens the form for a container's ID, in the dock. */
export function openNewConsole(chosen: string): void {
  container = chosen
  setDockOpen(true)
}

export function closeNewConsole(): void {
  container = null
}

/** The container to open a console in; `null` while the form is closed. */
export function newConsoleContainer(): string | null {
  return container
}
