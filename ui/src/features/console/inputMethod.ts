/**
 * Text from input methods: what one commits is sent to the program once, and what is being composed is shown at the
 * cursor ([051](../../../../docs/decisions/051-commits-of-input-methods-are-read-from-their-events.md)).
 *
 * WebKitGTK reports a commit in two ways. If there was a preedit: `compositionstart`, updates, `compositionend` with the
 * text. If not, which is how wry configures it: `input` with the text, and a `compositionend` that nothing started.
 */
import type { Terminal } from '@xterm/xterm'

/** The `keyCode` of a key that an input method took (UI Events, 7.3.1). */
const TAKEN = 229
/** The `inputType`s of committed text. */
const COMMITS = new Set(['insertText', 'insertFromComposition'])
/** How often the cursor's place is reported, in milliseconds. */
export const REPORT_INTERVAL = 100

/**
 * Handles the events of input methods in `terminal`, which is open, before xterm.js: that would read a commit back from
 * its textarea, from where the last composition started.
 */
export function handleInputMethods(terminal: Terminal): void {
  const { element } = terminal
  if (!element) throw new Error('the terminal is not open')
  const preedit = new Preedit(terminal)
  let composing = false
  /** Whether the next `input` is that of a key, which xterm.js sends. */
  let isKey = false

  const on = <K extends keyof HTMLElementEventMap>(type: K, handle: (event: HTMLElementEventMap[K]) => void) => {
    element.addEventListener(type, handle, { capture: true })
  }
  const send = (text: string) => {
    // The line breaks of a paste, too, are sent as those of the Enter key.
    if (text !== '') terminal.input(text.replace(/\r?\n/g, '\r'))
  }

  on('keydown', (event) => {
    isKey = false
    if (event.keyCode !== TAKEN) return
    event.stopPropagation()
    terminal.scrollToBottom()
  })
  on('keypress', (event) => {
    // With one of these it inserts nothing, but may open the emoji chooser.
    isKey = !event.ctrlKey && !event.altKey && !event.metaKey
  })
  on('input', (event) => {
    const wasKey = isKey
    isKey = false
    if (wasKey || !(event instanceof InputEvent) || !COMMITS.has(event.inputType)) return
    event.stopPropagation()
    if (!composing) send(event.data ?? '')
  })
  on('compositionstart', (event) => {
    event.stopPropagation()
    composing = true
  })
  on('compositionupdate', (event) => {
    event.stopPropagation()
    preedit.show(event.data)
  })
  on('compositionend', (event) => {
    event.stopPropagation()
    if (composing) send(event.data)
    composing = false
    preedit.show('')
  })
  reportCursor(terminal, () => composing)
  // xterm.js empties its textarea then; a composition in it has no end.
  on('blur', () => {
    composing = false
    preedit.show('')
  })
}

/**
 * Makes the candidates of an input method appear at the cursor. xterm.js moves its textarea there, but WebKitGTK reports
 * a new place only when the selection changes, and a key that xterm.js sends changes none.
 */
function reportCursor(terminal: Terminal, isComposing: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const report = () => {
    timer = undefined
    const { textarea, options } = terminal
    // A screen reader would read the change out.
    if (!textarea?.matches(':focus') || isComposing() || options.screenReaderMode) return
    textarea.value = ' '
    textarea.value = ''
  }
  terminal.onCursorMove(() => {
    timer ??= setTimeout(report, REPORT_INTERVAL)
  })
}

/** The text being composed, over the cells from the cursor on. */
class Preedit {
  readonly #element = document.createElement('div')

  constructor(private readonly terminal: Terminal) {
    this.#element.className =
      'pointer-events-none absolute z-10 max-w-full bg-surface wrap-anywhere whitespace-pre-wrap text-ink underline underline-offset-2'
    this.#element.dataset.testid = 'console-preedit'
    this.#element.ariaHidden = 'true' // the textarea holds it, too
    terminal.onRender(() => this.#place())
  }

  show(text: string): void {
    this.#element.textContent = text
    if (text === '') this.#element.remove()
    else this.#place()
  }

  #place(): void {
    const { element, buffer, cols, rows, options } = this.terminal
    const screen = element?.querySelector<HTMLElement>('.xterm-screen')
    if (!screen || this.#element.textContent === '') return
    const { style } = this.#element
    style.fontFamily = options.fontFamily ?? ''
    style.fontSize = `${options.fontSize ?? 0}px`
    style.lineHeight = `${screen.clientHeight / rows}px`
    if (!this.#element.isConnected) screen.append(this.#element)
    // Near the right or lower edge it begins earlier: all of it is visible.
    const left = (buffer.active.cursorX * screen.clientWidth) / cols
    const top = (buffer.active.cursorY * screen.clientHeight) / rows
    style.left = `${Math.max(0, Math.min(left, screen.clientWidth - this.#element.offsetWidth))}px`
    style.top = `${Math.max(0, Math.min(top, screen.clientHeight - this.#element.offsetHeight))}px`
  }
}
