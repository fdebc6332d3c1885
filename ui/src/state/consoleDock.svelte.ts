/** Whether the console dock is open, and which console it shows. */
import { newConsoleForm, type NewConsole } from './dialogs.svelte'

let console: string | null = $state(null)
// Open from the start: if there are consoles already, the page was reloaded in the middle of work.
let open = $state(true)

/** Brings this console to the front and opens the dock. */
export function showConsole(id: string): void {
  console = id
  open = true
}

/** Opens the form for a new console, in the dock. */
export function openNewConsole(form: NewConsole): void {
  newConsoleForm.open(form)
  open = true
}

/** Opens or folds the dock; its consoles keep running. */
export function setDockOpen(now: boolean): void {
  open = now
}

export function dockOpen(): boolean {
  return open
}

/** The console in front; `null` before one was shown. */
export function shownConsole(): string | null {
  return console
}
