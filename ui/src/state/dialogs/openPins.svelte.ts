/** Whether the list of pins is open. */
let open = $state(false)

export function pinsOpen(): boolean {
  return open
}

export function openPins(): void {
  open = true
}

export function closePins(): void {
  open = false
}
