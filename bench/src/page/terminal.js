// Measures writing the same text from memory to a terminal like the app's, in the same place.
const [line, count, prompt] = arguments
const place = document.querySelector('[data-testid=console-terminal]').getBoundingClientRect()
const host = document.createElement('div')
Object.assign(host.style, {
  position: 'fixed',
  zIndex: 1000,
  left: `${place.left}px`,
  top: `${place.top}px`,
  width: `${place.width}px`,
  height: `${place.height}px`,
})
document.body.append(host)
const terminal = new Terminal({
  allowProposedApi: true,
  cursorBlink: false,
  fontFamily:
    'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
  fontSize: 13,
  minimumContrastRatio: 4.5,
  scrollback: 10_000,
})
const fit = new FitAddon.FitAddon()
terminal.loadAddon(fit)
terminal.loadAddon(new Unicode11Addon.Unicode11Addon())
terminal.unicode.activeVersion = '11'
terminal.open(host)
fit.fit()

const bytes = new TextEncoder().encode(`${line}\r\n`.repeat(count) + prompt)
const start = performance.now()
let at = 0
const feed = () => {
  if (at >= bytes.length) return
  const chunk = bytes.subarray(at, at + 65536)
  at += chunk.length
  terminal.write(chunk, feed)
}
feed()
untilLastLine(host, prompt)
  .then(painted)
  .then((end) => {
    terminal.dispose()
    host.remove()
    done(end - start)
  })
