/** What a key and its value ask of a row. */
import { none, splitReference, type RowQuery } from '../imageRows'
import { compared, readDate, readSize, readSpan, type Unread } from './figures'
import type { Key } from './keys'
import { narrow } from './tokens'

export type Test = RowQuery['matches']

/** The test of a term, or why its value cannot be read. */
export function testOf(key: Key, value: string): Test | Unread {
  const yes = value.toLowerCase() === 'true'
  switch (key) {
    case 'repo': {
      const fits = pattern(value)
      const whole = splitReference(value)[1] !== none
      return whole ? (row) => fits(row.reference) : (row) => fits(row.repository)
    }
    case 'tag': {
      const fits = pattern(value)
      return (row) => fits(row.tag)
    }
    case 'id': {
      const start = value.toLowerCase().replace(/^sha256:/, '')
      return (row) => row.image.id.startsWith(start, 'sha256:'.length)
    }
    case 'label':
      return labelTest(value)
    case 'size': {
      const fits = compared(value, readSize)
      return typeof fits === 'string' ? fits : (row) => fits(row.image.size)
    }
    case 'created':
      return createdTest(value)
    case 'in-use':
      return (row) => row.users.length > 0 === yes
    case 'dangling':
      return (row) => (row.image.kind === 'dangling') === yes
    case 'intermediate':
      return (row) => (row.image.kind === 'intermediate') === yes
    case 'origin': {
      const pulled = value.toLowerCase() === 'pulled'
      return (row) => (row.image.origin === 'registry') === pulled
    }
  }
}

/** Against a span stands the image's age, against a date its date; an image without a date is neither old nor new. */
function createdTest(value: string): Test | Unread {
  const older = compared(value, readSpan)
  if (typeof older !== 'string') return ({ image }, now) => image.created > 0 && older(now - image.created)
  const dated = compared(value, readDate)
  if (typeof dated !== 'string') return ({ image }) => image.created > 0 && dated(image.created)
  return older === 'needsComparison' ? older : dated
}

/** A name with `*` for any text, slashes too; upper and lower case are one. */
function pattern(value: string): (text: string) => boolean {
  const source = narrow(value)
    .split(/\*+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('.*')
  const expression = new RegExp(`^${source}$`, 'is')
  return (text) => expression.test(text)
}

function labelTest(value: string): Test {
  const [name, labelValue] = splitLabel(value)
  const fits = labelValue === null ? () => true : pattern(labelValue)
  if (!name.includes('*')) {
    return ({ image: { labels } }) => Object.hasOwn(labels, name) && fits(labels[name] ?? '')
  }
  const named = pattern(name)
  return ({ image: { labels } }) => Object.entries(labels).some(([one, text]) => named(one) && fits(text))
}

/** `KEY` or `KEY=VALUE`. */
export function splitLabel(value: string): [name: string, value: string | null] {
  const equals = narrow(value).indexOf('=')
  return equals < 0 ? [value, null] : [value.slice(0, equals), value.slice(equals + 1)]
}
