/** Whether the practice engine is to be emptied, until it is asked about where it is told of. */
let asked = $state(false)

export function askForReset(): void {
  asked = true
}

/** Whether it was asked for; only once. */
export function resetAsked(): boolean {
  const was = asked
  if (was) asked = false
  return was
}
