/** One terminal on one console, for as long as the console is there: whatever page is looked at meanwhile. */
import '@xterm/xterm/css/xterm.css'

import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'

import type { Engine } from '../../engine/engine'
import type { Console } from '../../engine/gen/console'
import { interceptPaste, pasteable } from './paste'
import { handleInputMethods } from './inputMethod'
import { pump, Quiet, Sender } from './stream'
import { terminalTheme } from './theme'

export interface SessionEvents {
  /** A link was clicked. It is somebody else's text: ask before opening it. */
  link(address: string): void
  /** Text with line ends is about to be pasted into a program that may run them: ask before `paste`. */
  confirmPaste(text: string, paste: () => void): void
  /** Something was typed, and the output has paused since. */
  quiet(): void
  search(): void
  /** The keys that lead out of the terminal. */
  leave(): void
}

export class Session {
  /** Holds the terminal, and is moved to where it is to be seen. */
  readonly element = document.createElement('div')
  readonly terminal: Terminal
  readonly finder = new SearchAddon()
  /** Settles when the console has printed all it ever will. */
  readonly ended: Promise<void>
  readonly #fit = new FitAddon()
  readonly #quiet: Quiet
  readonly #resized = new ResizeObserver(() => this.#fitSoon())
  #frame = 0
  #again = false
  #closed = false
  #saidEnd = false

  constructor(
    private readonly engine: Engine,
    private readonly id: string,
    console: Pick<Console, 'tty'>,
    private readonly events: SessionEvents,
    screenReader: boolean,
  ) {
    this.element.className = 'h-full w-full'
    this.terminal = new Terminal({
      allowProposedApi: true, // for the Unicode version
      convertEol: !console.tty,
      cursorBlink: false,
      fontFamily:
        'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
      fontSize: 13,
      minimumContrastRatio: 4.5,
      scrollback: 10_000,
      screenReaderMode: screenReader,
      theme: terminalTheme(),
      linkHandler: { activate: (_, address) => events.link(address) },
    })
    this.terminal.loadAddon(this.#fit)
    this.terminal.loadAddon(this.finder)
    this.terminal.loadAddon(new Unicode11Addon())
    this.terminal.unicode.activeVersion = '11'
    this.terminal.loadAddon(new WebLinksAddon((_, address) => events.link(address)))
    // What runs in a container may not write to the clipboard.
    this.terminal.parser.registerOscHandler(52, () => true)
    this.terminal.attachCustomKeyEventHandler((event) => this.#key(event))
    interceptPaste(this.element, (text) => this.#paste(text))

    this.#quiet = new Quiet(events.quiet)
    // A console that has ended takes no input; that it has, is told by its state.
    const sender = new Sender(
      (data) => engine.consoleWrite(id, data),
      () => {},
    )
    const send = (data: string) => {
      // What the terminal answers to questions in output that is shown again was answered long ago.
      if (this.#again) return
      this.#quiet.input()
      sender.send(data)
    }
    this.terminal.onData(send)
    this.terminal.onBinary(send)
    this.terminal.onResize(() => this.#tellSize())

    this.ended = pump(
      (from) => engine.consoleRead(id, from),
      ({ bytes, again }, done) => {
        this.#quiet.output()
        // When its turn comes: the part before may still be waiting to be shown.
        this.terminal.write('', () => (this.#again = again))
        this.terminal.write(bytes, () => {
          this.#again = false
          done()
        })
      },
    ).catch(() => {}) // a console that is lost ends here too; its state tells
  }

  /** Shows the terminal in `host`. */
  attach(host: HTMLElement): void {
    host.append(this.element)
    if (!this.terminal.element) {
      this.terminal.open(this.element)
      handleInputMethods(this.terminal)
    }
    this.#resized.observe(this.element)
    this.#fit.fit()
    this.#tellSize()
  }

  /** Takes it away; it goes on reading. */
  detach(): void {
    this.#resized.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.element.remove()
  }

  focus(): void {
    this.terminal.focus()
  }

  /** Says how it ended, below its last output, once. */
  async sayEnd(words: string): Promise<void> {
    if (this.#saidEnd) return
    this.#saidEnd = true
    await this.ended
    if (this.#closed) return
    this.terminal.options.disableStdin = true
    this.terminal.write(`\x1b[0m\r\n\x1b[2m${words}\x1b[0m\r\n\x1b[?25l`)
  }

  async copy(): Promise<void> {
    const text = this.terminal.getSelection()
    if (text !== '') await this.engine.copyText(text)
  }

  async paste(): Promise<void> {
    this.#paste(await this.engine.pasteText())
  }

  dispose(): void {
    this.#closed = true
    this.#quiet.stop()
    this.detach()
    this.terminal.dispose()
  }

  #paste(text: string): void {
    const safe = pasteable(text)
    if (safe === '' || this.terminal.options.disableStdin) return
    const paste = () => this.terminal.paste(safe)
    // In bracketed mode, a program knows what is pasted from what is typed.
    if (safe.includes('\n') && !this.terminal.modes.bracketedPasteMode) this.events.confirmPaste(safe, paste)
    else paste()
  }

  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true
    const act =
      event.ctrlKey && event.shiftKey && !event.altKey
        ? { KeyC: () => void this.copy(), KeyV: () => void this.paste(), KeyF: this.events.search }[event.code]
        : event.ctrlKey && event.code === 'F6'
          ? this.events.leave
          : undefined
    if (!act) return true
    event.preventDefault()
    act()
    return false
  }

  #fitSoon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#fit.fit()
    })
  }

  #tellSize(): void {
    // It may have ended meanwhile: then its size matters to nobody.
    this.engine.consoleResize(this.id, this.terminal.cols, this.terminal.rows).catch(() => {})
  }
}
