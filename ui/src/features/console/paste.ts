/** Text from a clipboard, for a terminal: it may have been put there by a web page. */

// eslint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/**
 * `text` without control characters. A program takes them for keys: Escape sequences would end a bracketed paste
 * (`ESC[201~`), and Ctrl-U, Ctrl-C and Ctrl-O edit and run lines. Tabs and line ends stay.
 */
export function pasteable(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(controls, '')
}

/** Input events by which a browser inserts text that was not typed. */
const insertions = new Set(['insertFromPaste', 'insertFromPasteAsQuotation', 'insertFromDrop', 'insertFromYank'])

/** Gives all text that is pasted or dropped into `element` to `paste` instead. */
export function interceptPaste(element: HTMLElement, paste: (text: string) => void): void {
  const take = (event: ClipboardEvent | InputEvent, text: string) => {
    event.preventDefault()
    // xterm.js listens too.
    event.stopImmediatePropagation()
    paste(text)
  }
  element.addEventListener('paste', (event) => take(event, event.clipboardData?.getData('text/plain') ?? ''), true)
  element.addEventListener(
    'beforeinput',
    (event) => {
      if (insertions.has(event.inputType)) take(event, event.dataTransfer?.getData('text/plain') ?? event.data ?? '')
    },
    true,
  )
}
