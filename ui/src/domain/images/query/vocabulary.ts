/** The words of the inventory: what a query may name, and what to offer where it is typed. */
import type { Row } from '../imageRows'

/** A word and how many rows have it. */
export type Counted = ReadonlyMap<string, number>

export interface Vocabulary {
  rows: readonly Row[]
  repositories(): Counted
  tags(): Counted
  labels(): Counted
  /** The values of one label. */
  valuesOf(label: string): Counted
  /** Whether any row has this text, in lower case, anywhere. */
  has(text: string): boolean
}

/** What these rows name; gathered when it is first asked for. */
export function vocabularyOf(rows: readonly Row[]): Vocabulary {
  const once = new Map<string, Counted>()
  const counted = (name: string, words: (row: Row) => Iterable<string>) => {
    const known = once.get(name) ?? count(rows, words)
    once.set(name, known)
    return known
  }
  return {
    rows,
    repositories: () => counted('repositories', (row) => [row.repository]),
    tags: () => counted('tags', (row) => [row.tag]),
    labels: () => counted('labels', (row) => Object.keys(row.image.labels)),
    valuesOf: (label) =>
      counted(`label ${label}`, ({ image: { labels } }) => (Object.hasOwn(labels, label) ? [labels[label] ?? ''] : [])),
    has: (text) => rows.some((row) => row.text.includes(text)),
  }
}

function count(rows: readonly Row[], words: (row: Row) => Iterable<string>): Counted {
  const counts = new Map<string, number>()
  for (const row of rows) for (const word of words(row)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
