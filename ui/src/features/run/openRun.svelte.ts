/** Which image the run dialog is open for, and what its form begins with; anybody may open it. */
import type { RunForm } from '../../engine/gen/RunForm'

let wanted: { image: string; form: RunForm | null } | null = $state.raw(null)

/** Opens the run dialog for a reference or an ID, empty to type one; with a form, that is filled in. */
export function openRun(image: string, form: RunForm | null = null): void {
  wanted = { image, form }
}

export function closeRun(): void {
  wanted = null
}

/** The image to run; `null` while the dialog is closed. */
export function runImage(): string | null {
  return wanted?.image ?? null
}

/** What the dialog was opened with, anew each time. */
export function runWanted(): Readonly<typeof wanted> {
  return wanted
}
