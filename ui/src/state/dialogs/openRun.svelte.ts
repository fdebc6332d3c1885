/** Which image the run dialog is open for, and what its form begins with; anybody may open it. */
import type { RunForm } from '../../engine/gen/action'
import type { Reading } from '../../engine/gen/parse'

interface Opened {
  image: string
  form: RunForm | null
  reading: Reading | null
}

let opened: Opened | null = $state.raw(null)

/** Opens the run dialog for a reference or an ID, empty to type one; with a form, that is filled in, else what was typed last. */
export function openRun(image: string, form: RunForm | null = null): void {
  opened = { image, form, reading: null }
}

/** Opens the run dialog filled from a `docker run` that was read. */
export function openReadRun(reading: Reading): void {
  opened = { image: '', form: null, reading }
}

export function closeRun(): void {
  opened = null
}

/** What it is open for, anew each time; `null` while the dialog is closed. */
export function runOpened(): Opened | null {
  return opened
}
