// Measures from the click on "Clean up" until the picture is painted, including reading the images for the first time.
const start = performance.now()
document.querySelector('[data-testid=nav-cleanup]').click()
until(() => document.querySelector('[data-testid=cleanup-picture] canvas'))
  .then(painted)
  .then((end) => done(end - start))
