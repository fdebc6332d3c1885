/** What somebody may have meant by a wrong word. */

/**
 * How many letters were left out, added, changed or swapped with a neighbour; `limit + 1` when more than `limit`. Only
 * the cells within `limit` of the diagonal can count, so a long list of candidates is quickly gone through.
 */
export function distance(a: string, b: string, limit: number): number {
  const far = limit + 1
  if (Math.abs(a.length - b.length) > limit) return far
  const width = b.length + 1
  const cells = new Uint16Array((a.length + 1) * width).fill(far)
  const at = (i: number, j: number) => cells[i * width + j] ?? far
  for (let i = 0; i <= a.length; i += 1) {
    let least = far
    for (let j = Math.max(0, i - limit); j <= Math.min(b.length, i + limit); j += 1) {
      let cost = i === 0 ? j : j === 0 ? i : at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      if (i > 0 && j > 0) cost = Math.min(cost, at(i - 1, j) + 1, at(i, j - 1) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1)
      cells[i * width + j] = cost
      least = Math.min(least, cost)
    }
    // A swap reaches back two rows, at a price.
    if (least >= far) return far
  }
  return Math.min(at(a.length, b.length), far)
}

/** The candidates that look most like `wrong`, the nearest first, at most `count`: a letter in three may be wrong. */
export function nearest(wrong: string, candidates: Iterable<string>, count = 3): string[] {
  const low = wrong.toLowerCase()
  if (low === '') return []
  let limit = Math.max(1, Math.floor(low.length / 3))
  const best: [far: number, candidate: string][] = []
  for (const candidate of candidates) {
    const other = candidate.toLowerCase()
    // A part of a long name is as likely as a slip.
    const far = low.length > 2 && other.includes(low) ? 1 : distance(low, other, limit)
    if (far > limit) continue
    best.push([far, candidate])
    best.sort(([a, one], [b, other]) => a - b || one.length - other.length || (one < other ? -1 : 1))
    best.length = Math.min(best.length, count)
    // From here on only what is as near counts.
    if (best.length === count) limit = best[count - 1]?.[0] ?? limit
  }
  return best.map(([, candidate]) => candidate)
}
