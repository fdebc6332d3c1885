// When a row is drawn, in milliseconds since 1970.
const [reference] = arguments
window.slipwayBench = until(() => document.querySelector(`[data-testid=image-row][data-reference="${reference}"]`))
  .then(drawn)
  .then((at) => performance.timeOrigin + at)
done(null)
