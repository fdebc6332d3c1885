// The time at which a row is painted, in milliseconds since 1970.
const [reference] = arguments
window.slipwayBench = until(() => document.querySelector(`[data-testid=image-row][data-reference="${reference}"]`))
  .then(painted)
  .then((at) => performance.timeOrigin + at)
done(null)
