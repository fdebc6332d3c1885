/** Which image the run dialog is open for; anybody may open it. */
let image: string | null = $state(null)

/** Opens the run dialog for a reference or an ID; empty to type one. */
export function openRun(chosen: string): void {
  image = chosen
}

export function closeRun(): void {
  image = null
}

/** The image to run; `null` while the dialog is closed. */
export function runImage(): string | null {
  return image
}
