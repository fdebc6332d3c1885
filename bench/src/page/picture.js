// How long it takes from the click on "Clean up" until the picture is drawn, reading what was never read included.
const start = performance.now()
document.querySelector('[data-testid=nav-cleanup]').click()
until(() => document.querySelector('[data-testid=cleanup-picture] canvas'))
  .then(drawn)
  .then((end) => done(end - start))
