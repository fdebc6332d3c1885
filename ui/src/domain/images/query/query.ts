/**
 * The language of the images' filter: `ubuntu size:>500MB created:>30d in-use:false -label:keep`.
 *
 * A query is read once, into a test that is cheap for each row. A word that cannot be understood is told and left out;
 * the rest goes on. `-` turns a term round, as in the searches people know; Docker's names never begin with it (unlike
 * `!`, it also means nothing to a shell, into which such words get copied).
 */
import { none, splitReference, type RowQuery } from '../imageRows'
import { meant, splitComparison, type Unread } from './figures'
import { choices, isKey, keys, otherNames, type Key } from './keys'
import { nearest } from './nearest'
import { splitLabel, testOf, type Test } from './rowTests'
import { narrow, wordsOf, written, type Word } from './tokens'
import type { Vocabulary } from './vocabulary'

export { vocabularyOf, type Vocabulary } from './vocabulary'

/** A row has one of these, so of several terms one is enough: `repo:a repo:b`. All other terms must hold together. */
const either: ReadonlySet<Term['key']> = new Set(['repo', 'tag', 'id', 'in-use', 'dangling', 'intermediate', 'origin'])

export interface Term {
  /** `text` is a free word. */
  key: Key | 'text'
  value: string
  negated: boolean
  /** What is asked, before `negated` turns it round. */
  test: Test
}

export type ProblemCode =
  | 'unknownKey'
  | 'missingValue'
  | 'unknownValue'
  | 'notASize'
  | 'notATime'
  | 'needsComparison'
  /** No image has it, so that the term finds nothing; it stays in. */
  | 'absent'
  | 'openQuote'
  | 'wrongSign'

export interface QueryProblem {
  code: ProblemCode
  /** The characters of the text that it is about; `to` is behind the last. */
  from: number
  to: number
  /** The key that it belongs to, if any. */
  key: Key | null
  /** What may stand in place of these characters instead, the likeliest first. */
  suggestions: readonly string[]
  /** Whether the query goes on without the term: it finds more than was asked. */
  ignored: boolean
}

export interface Query extends RowQuery {
  text: string
  terms: readonly Term[]
  problems: readonly QueryProblem[]
  /** Whether what it finds changes as time goes by. */
  timely: boolean
}

/** Reads a query; the vocabulary tells what is wrong from what there is not. */
export function parseQuery(text: string, vocabulary: Vocabulary): Query {
  const terms: Term[] = []
  const problems: QueryProblem[] = []
  for (const word of wordsOf(text)) {
    const { term, problem } = read(word, text, vocabulary)
    if (term) terms.push(term)
    if (problem) problems.push(problem)
  }
  return {
    text,
    terms,
    problems,
    intermediate: terms.some(({ key, value, negated }) => key === 'intermediate' && (value === 'true') !== negated),
    timely: terms.some(({ key }) => key === 'created'),
    matches: together(terms),
  }
}

function together(terms: readonly Term[]): Test {
  const tests: Test[] = []
  const choices = new Map<Term['key'], Test[]>()
  for (const { key, test, negated } of terms) {
    if (negated) tests.push((row, now) => !test(row, now))
    else if (!either.has(key)) tests.push(test)
    else choices.set(key, [...(choices.get(key) ?? []), test])
  }
  for (const some of choices.values()) tests.push((row, now) => some.some((test) => test(row, now)))
  return (row, now) => tests.every((test) => test(row, now))
}

interface Reading {
  term?: Term
  problem?: QueryProblem
}

function read(word: Word, text: string, vocabulary: Vocabulary): Reading {
  const { from, to, body, quoted, open } = word
  if (open)
    return {
      ...(body === '' ? {} : keyed(word, vocabulary)),
      problem: { code: 'openQuote', from, to, key: null, suggestions: closed(text.slice(from, to)), ignored: false },
    }
  if (!quoted && !word.negated && body.length > 1 && narrow(body).startsWith('!')) {
    const turned = `-${text.slice(from + 1, to)}`
    return { problem: { code: 'wrongSign', from, to, key: null, suggestions: [turned], ignored: true } }
  }
  return body === '' || body === '-' ? {} : keyed(word, vocabulary)
}

/** The word with its last quote, unless a backslash at its end would take that for text. */
function closed(word: string): string[] {
  const closed = `${word}"`
  return wordsOf(closed).some(({ open }) => open) ? [] : [closed]
}

function keyed(word: Word, vocabulary: Vocabulary): Reading {
  const { key, body, negated } = word
  if (key === null) return { term: textTerm(body, negated) }
  if (isKey(key)) return valued(key, word, vocabulary)

  // `ubuntu:14.04`, `localhost:5000/app`, `sha256:…` are texts. A key misspelt is not, unless something is called so.
  const other = otherNames[key]
  const suggestions = other ? [other] : nearest(key, keys)
  const wrong = /^[a-z_-]+$/.test(key) && (suggestions.length > 0 || /^[<>=≥≤]/.test(narrow(word.value)))
  if (!wrong || vocabulary.has(body.toLowerCase())) return { term: textTerm(body, negated) }
  const from = word.from + (negated ? 1 : 0)
  return {
    problem: { code: 'unknownKey', from, to: word.valueFrom - 1, key: null, suggestions, ignored: true },
  }
}

function textTerm(value: string, negated: boolean): Term {
  const lower = value.toLowerCase()
  return { key: 'text', value, negated, test: (row) => row.text.includes(lower) }
}

function valued(key: Key, word: Word, vocabulary: Vocabulary): Reading {
  const { value, negated } = word
  const at = { from: word.valueFrom, to: word.to, key }
  if (value === '') {
    return { problem: { ...at, from: word.from, code: 'missingValue', suggestions: [], ignored: true } }
  }
  const few = choices[key]
  if (few && !few.includes(value.toLowerCase())) {
    return { problem: { ...at, code: 'unknownValue', suggestions: sorted(few, value), ignored: true } }
  }
  const test = testOf(key, value)
  if (typeof test === 'string') return { problem: { ...at, ...unread(key, value, test), ignored: true } }

  const term: Term = { key, value: few ? value.toLowerCase() : value, negated, test }
  if (!named.has(key) || vocabulary.rows.length === 0 || vocabulary.rows.some((row) => test(row, 0))) return { term }
  return { term, problem: { ...at, code: 'absent', suggestions: namesNear(key, value, vocabulary), ignored: false } }
}

/** All of a few words, the likeliest first. */
function sorted(few: readonly string[], value: string): string[] {
  const [first] = nearest(value, few, 1)
  return first === undefined ? [...few] : [first, ...few.filter((one) => one !== first)]
}

function unread(key: Key, value: string, why: Unread): Pick<QueryProblem, 'code' | 'suggestions'> {
  const [, figure] = splitComparison(value)
  if (why === 'needsComparison') return { code: why, suggestions: [`>${figure}`, `<${figure}`] }
  return key === 'size'
    ? { code: 'notASize', suggestions: meant(value, key) }
    : { code: 'notATime', suggestions: meant(value, 'created') }
}

/** The keys whose values are names of what there is. */
const named: ReadonlySet<Key> = new Set(['repo', 'tag', 'label', 'id'])

function namesNear(key: Key, value: string, vocabulary: Vocabulary): string[] {
  if (value.includes('*')) return []
  if (key === 'tag') return nearest(value, vocabulary.tags().keys()).map(written)
  if (key === 'label') return labelsNear(value, vocabulary).map(written)
  if (key !== 'repo') return []
  const [repository, tag] = splitReference(value)
  // With a tag it may be only the tag that is wrong.
  return nearest(repository, vocabulary.repositories().keys()).flatMap((near) =>
    tag === none ? near : vocabulary.has(`${near}:${tag}`.toLowerCase()) ? `${near}:${tag}` : near,
  )
}

function labelsNear(value: string, vocabulary: Vocabulary): string[] {
  const [name, labelValue] = splitLabel(value)
  if (!vocabulary.labels().has(name)) return nearest(name, vocabulary.labels().keys())
  return nearest(labelValue ?? '', vocabulary.valuesOf(name).keys()).map((near) => `${name}=${near}`)
}
