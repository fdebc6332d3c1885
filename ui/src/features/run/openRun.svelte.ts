/** Which image the run dialog is open for, or which command; anybody may open it. */
import type { Reading } from '../../engine/gen/Reading'

interface Opened {
  image: string
  reading: Reading | null
}

let opened: Opened | null = $state.raw(null)

/** Opens the run dialog for a reference or an ID; empty to type one. */
export function openRun(chosen: string): void {
  opened = { image: chosen, reading: null }
}

/** Opens the run dialog filled from a `docker run` that was read. */
export function openReadRun(reading: Reading): void {
  opened = { image: '', reading }
}

export function closeRun(): void {
  opened = null
}

/** What it is open for; `null` while the dialog is closed. */
export function runOpened(): Opened | null {
  return opened
}

/** The image to run; `null` while the dialog is closed. */
export function runImage(): string | null {
  return opened?.image ?? null
}
