// Measures a pull from the click until its end is painted.
const start = performance.now()
document.querySelector('[data-testid=pull-start]').click()
until(() =>
  document.querySelector('[data-testid=pull-dialog] [data-testid=job]:is([data-state=done], [data-state=failed])'),
)
  .then(painted)
  .then((end) => {
    const state = document.querySelector('[data-testid=pull-dialog] [data-testid=job]').dataset.state
    done(state === 'done' ? end - start : null)
  })
