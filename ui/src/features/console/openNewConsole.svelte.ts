/** Which container the form for a new console is open for. */
import { setDockOpen } from './dock.svelte'

interface Proposal {
  command: string
  user: string
}

let container: string | null = $state(null)
let proposed: Proposal | null = $state.raw(null)

/** Opens the form for a container's ID, in the dock, filled where something is given. */
export function openNewConsole(chosen: string, given: Proposal | null = null): void {
  container = chosen
  proposed = given
  setDockOpen(true)
}

export function closeNewConsole(): void {
  container = null
}

/** What the form is filled with at first. */
export function proposedConsole(): Proposal | null {
  return proposed
}

/** The container to open a console in; `null` while the form is closed. */
export function newConsoleContainer(): string | null {
  return container
}
