// Measures from the next press of a key until the terminal's last line is its prompt again.
const [key, prompt] = arguments
window.slipwayBench = new Promise((resolve) => {
  const pressed = (event) => {
    if (event.key !== key) return
    const start = performance.now()
    window.removeEventListener('keydown', pressed, true)
    const host = document.querySelector('[data-testid=console-terminal]')
    untilLastLine(host, prompt)
      .then(painted)
      .then((end) => resolve(end - start))
  }
  window.addEventListener('keydown', pressed, true)
})
done(null)
