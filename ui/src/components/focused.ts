/** An attachment: the focus comes here as soon as the element is there. */
export function focused(element: HTMLElement): void {
  element.focus()
}

/** Whether somebody is typing into a field: what arrives from the engine leaves the focus there. */
export function isTyping(): boolean {
  return document.activeElement?.matches('input, select, textarea, [contenteditable]') ?? false
}
