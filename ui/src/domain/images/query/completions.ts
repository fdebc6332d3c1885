/** What a word of a query may become, at the place where one types. */
import { shortId } from '../../../messages/format'
import { sizeUnits, spanUnits, splitComparison } from './figures'
import { choices, keys, type Key } from './query'
import { wordsOf, written, type Word } from './tokens'
import type { Counted, Vocabulary } from './vocabulary'

export interface Completion {
  /** The characters of the text that it replaces; `to` is behind the last. */
  from: number
  to: number
  /** What it puts there. */
  text: string
  /** What is shown. */
  label: string
  /** The message that explains it. */
  message: string
  values?: Record<string, string | number>
  /** Whether the word is whole then; after a key comes its value. */
  whole: boolean
}

/** More would not be read. */
const most = 50

/** What may stand at `caret`, the likeliest first; empty where nothing helps. */
export function completionsAt(text: string, caret: number, vocabulary: Vocabulary): Completion[] {
  const word = wordAt(text, caret)
  if (!word) return keysFor('', caret, caret)
  // What is written behind the caret does not count.
  const typed = wordsOf(text.slice(word.from, caret))[0]
  const start = word.from + (word.negated ? 1 : 0)
  if (!typed || typed.key === null) {
    if (word.quoted) return []
    const to = word.key === null ? word.to : word.valueFrom
    return keysFor(typed && caret > start ? typed.body : '', Math.min(start, caret), to)
  }
  const key = keys.find((one) => one === typed.key)
  if (!key) return []
  const values = valuesFor(key, typed.value, vocabulary)
  // A word that can only be what it is needs no list.
  if (values.length === 1 && values[0]?.label === typed.value) return []
  return values.slice(0, most).map((value) => ({ ...value, from: word.valueFrom, to: word.to, whole: true }))
}

/** Whether the word at `caret` is still being typed: it ends there. */
export function wordAt(text: string, caret: number): Word | undefined {
  return wordsOf(text).find(({ from, to }) => from < caret && caret <= to)
}

/** The text with a completion in it, and where the caret goes. */
export function completed(text: string, { from, to, text: put, whole }: Completion): { text: string; caret: number } {
  const space = whole && !/^\s/.test(text.slice(to)) ? ' ' : ''
  const before = text.slice(0, from) + put + space
  return { text: before + text.slice(to), caret: before.length + (whole && space === '' ? 1 : 0) }
}

function keysFor(typed: string, from: number, to: number): Completion[] {
  const start = typed.toLowerCase()
  return keys
    .filter((key) => key.startsWith(start))
    .map((key) => ({
      from,
      to,
      text: `${key}:`,
      label: `${key}:`,
      message: `query-key-${key}`,
      whole: false,
    }))
}

type Value = Pick<Completion, 'text' | 'label' | 'message' | 'values'>

function valuesFor(key: Key, typed: string, vocabulary: Vocabulary): Value[] {
  switch (key) {
    case 'repo':
      return names(vocabulary.repositories(), typed)
    case 'tag':
      return names(vocabulary.tags(), typed)
    case 'label':
      return labels(typed, vocabulary)
    case 'id':
      return ids(typed, vocabulary)
    case 'size':
      return figures(key, typed, sizeUnits, ['>100MB', '>500MB', '>1GB', '<10MB', '100MB..1GB'])
    case 'created':
      return figures(key, typed, spanUnits, ['>7d', '>30d', '>6mo', '>1y', '<24h', '<7d', '7d..30d'])
    default:
      return (choices[key] ?? [])
        .filter((value) => value.startsWith(typed.toLowerCase()))
        .map((value) => ({ text: value, label: value, message: `query-value-${key}-${value}` }))
  }
}

const collator = new Intl.Collator('en', { numeric: true })

/** The words with `typed` in them, those that begin with it first. */
function names(counts: Counted, typed: string, before = ''): Value[] {
  const lower = typed.toLowerCase()
  const found = [...counts]
    .map(([name, count]) => ({ name, count, at: name.toLowerCase().indexOf(lower) }))
    .filter(({ name, at }) => at >= 0 && name !== '')
  return found
    .sort((a, b) => Number(a.at > 0) - Number(b.at > 0) || collator.compare(a.name, b.name))
    .slice(0, most)
    .map(({ name, count }) => ({
      text: written(before + name),
      label: before + name,
      message: 'query-value-names',
      values: { count },
    }))
}

/** Labels; with the name of one, its values too. */
function labels(typed: string, vocabulary: Vocabulary): Value[] {
  const equals = typed.indexOf('=')
  const name = equals < 0 ? typed : typed.slice(0, equals)
  const values = names(vocabulary.valuesOf(name), equals < 0 ? '' : typed.slice(equals + 1), `${name}=`)
  if (equals >= 0) return values
  const [first, ...others] = names(vocabulary.labels(), typed)
  return first ? [first, ...values, ...others] : []
}

function ids(typed: string, vocabulary: Vocabulary): Value[] {
  const start = typed.toLowerCase().replace(/^sha256:/, '')
  return vocabulary.rows
    .filter(({ image }) => image.id.startsWith(start, 'sha256:'.length))
    .filter(({ image }, index, rows) => rows[index - 1]?.image !== image)
    .slice(0, most)
    .map(({ image, repository, tag }) => ({
      text: shortId(image.id),
      label: shortId(image.id),
      message: 'query-value-id',
      values: { name: `${repository}:${tag}` },
    }))
}

/** Whole figures to begin with; units, once there is a number. */
function figures(key: 'size' | 'created', typed: string, units: readonly string[], whole: readonly string[]): Value[] {
  const [comparison, figure] = splitComparison(typed)
  const [, digits, begun = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(figure) ?? []
  const offered =
    digits === undefined
      ? whole.filter((value) => value.startsWith(comparison + figure))
      : units
          .filter((unit) => unit.toLowerCase().startsWith(begun.toLowerCase()))
          .map((unit) => `${comparison === '' ? '>' : comparison}${digits}${unit}`)
  return offered.map((value) => ({
    text: value,
    label: value,
    message: `query-value-${key}-${meaning(value)}`,
    values: { value: splitComparison(value)[1].replace('..', ' – ') },
  }))
}

function meaning(value: string): 'over' | 'under' | 'within' {
  return value.includes('..') ? 'within' : /^[>≥]/.test(value) ? 'over' : 'under'
}
