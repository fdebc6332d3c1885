/** Which container the form for a new console is open for, and what it begins with. */
import { setDockOpen } from '../consoleDock.svelte'

interface Wanted {
  container: string
  /** The command to fill in; empty: the container's shell. */
  command: string
  user: string
}

let wanted: Wanted | null = $state.raw(null)

/** Opens the form for a container's ID, in the dock. */
export function openNewConsole(container: string, filled: Partial<Omit<Wanted, 'container'>> = {}): void {
  wanted = { container, command: '', user: '', ...filled }
  setDockOpen(true)
}

export function closeNewConsole(): void {
  wanted = null
}

/** What the form was opened with, anew each time. */
export function newConsoleWanted(): Readonly<Wanted> | null {
  return wanted
}
