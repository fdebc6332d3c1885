/** An attachment: the focus comes here as soon as the element is there. */
export function focused(element: HTMLElement): void {
  element.focus()
}
