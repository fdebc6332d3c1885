// Common to all that is measured in the page; `done` is what WebDriver waits for.
const done = arguments[arguments.length - 1]

/** Resolves to when, by the page's clock, what stands in the page now has been drawn. */
const drawn = () =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))

/** Resolves once `holds` does, looked at after every change of the page. */
const until = (holds) =>
  new Promise((resolve) => {
    const look = () => {
      if (!holds()) return
      watching.disconnect()
      resolve()
    }
    const watching = new MutationObserver(look)
    watching.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    look()
  })

/** Resolves once the terminal drawn in `host` has this as its last line. */
const untilLastLine = (host, line) =>
  new Promise((resolve) => {
    const look = () => {
      const lines = [...host.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.trimEnd())
      if (lines.findLast((text) => text !== '') === line) resolve()
      else requestAnimationFrame(look)
    }
    look()
  })
