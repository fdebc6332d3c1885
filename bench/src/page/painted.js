// Shared by all scripts that measure in the page; WebDriver waits for `done`.
const done = arguments[arguments.length - 1]

/** Resolves to the time, by the page's clock, at which the page's current content has been painted. */
const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))

/** Resolves once `holds` returns true; checked after every change of the page. */
const until = (holds) =>
  new Promise((resolve) => {
    const check = () => {
      if (!holds()) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(check)
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
    check()
  })

/** Resolves once the last line of the terminal in `host` is `line`. */
const untilLastLine = (host, line) =>
  new Promise((resolve) => {
    const check = () => {
      const lines = [...host.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent.trimEnd())
      if (lines.findLast((text) => text !== '') === line) resolve()
      else requestAnimationFrame(check)
    }
    check()
  })
