/** Sizes, spans and dates, compared as `>500MB`, `<=30d`, `2024-01..2024-06`. */
import { narrow } from './tokens'

/** The numbers that a figure stands for: one for a size or a span, all seconds of its day, month or year for a date. */
type Figure = readonly [first: number, last: number]
type Read = (text: string) => Figure | null
type Test = (value: number) => boolean

export type Unread = 'notRead' | 'needsComparison'

// Docker prints decimal units (go-units' HumanSize); who writes KiB means 1024.
const bytesOf: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 2 ** 10,
  m: 1e6,
  mb: 1e6,
  mib: 2 ** 20,
  g: 1e9,
  gb: 1e9,
  gib: 2 ** 30,
  t: 1e12,
  tb: 1e12,
  tib: 2 ** 40,
}

const hour = 3600
const day = 24 * hour
// A month and a year as go-units' HumanDuration counts them.
const secondsOf: Record<string, number> = { h: hour, d: day, w: 7 * day, mo: 30 * day, y: 365 * day }

/** As they are offered; `readSize` takes more. */
export const sizeUnits = ['kB', 'MB', 'GB', 'TB']
export const spanUnits = Object.keys(secondsOf)

function scaled(text: string, units: Record<string, number>): Figure | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? []
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined
  if (digits === undefined || factor === undefined) return null
  const figure = Number(digits) * factor
  return [figure, figure]
}

/** A size in bytes. */
export const readSize: Read = (text) => scaled(text, bytesOf)

/** A span in seconds. */
export const readSpan: Read = (text) => scaled(text, secondsOf)

/** A year, month or day of the reader's own calendar, in seconds since 1970. */
export const readDate: Read = (text) => {
  const [, year, month, date] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text) ?? []
  if (year === undefined) return null
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(date ?? 1)]
  const first = new Date(y, m, d)
  // 2024-13 and 2024-02-30 would roll over into the next year or month.
  if (first.getMonth() !== m || first.getDate() !== d) return null
  const next =
    date !== undefined ? new Date(y, m, d + 1) : month !== undefined ? new Date(y, m + 1, 1) : new Date(y + 1, 0, 1)
  return [first.getTime() / 1000, next.getTime() / 1000 - 1]
}

/** A comparison and its figure: `>=`, `500MB`; empty without a comparison. */
export function splitComparison(value: string): [comparison: string, figure: string] {
  const [, comparison = '', figure = ''] = /^(>=|<=|[<>=≥≤]?)(.*)$/s.exec(narrow(value)) ?? []
  return [comparison, figure]
}

/** What a value such as `>500MB` or `1GB..2GB` (both ends count) asks of a number. */
export function compared(value: string, read: Read): Test | Unread {
  const [comparison, text] = splitComparison(value)
  const [left, right] = text.split('..').map(read)
  if (comparison === '' && left && right && text.split('..').length === 2) {
    const [first, last] = [Math.min(left[0], right[0]), Math.max(left[1], right[1])]
    return (number) => number >= first && number <= last
  }
  const figure = read(text)
  if (!figure) return 'notRead'
  const [first, last] = figure
  switch (comparison) {
    case '>':
      return (number) => number > last
    case '<':
      return (number) => number < first
    case '>=':
    case '≥':
      return (number) => number >= first
    case '<=':
    case '≤':
      return (number) => number <= last
    default:
      // Nobody looks for the one image of exactly 500000000 bytes, or of this second.
      if (first === last) return 'needsComparison'
      return (number) => number >= first && number <= last
  }
}

/** What may have been meant by a size or a span that cannot be read. */
export function meant(value: string, key: 'size' | 'created'): string[] {
  const [comparison, text] = splitComparison(value)
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  if (digits === undefined) return []
  const [units, usual] = key === 'size' ? [sizeUnits, ['MB', 'GB']] : [spanUnits, ['d', 'mo']]
  const near = units.filter((one) => unit !== '' && one[0]?.toLowerCase() === unit[0]?.toLowerCase())
  return (near.length > 0 ? near : usual).map((one) => `${comparison}${digits}${one}`)
}
