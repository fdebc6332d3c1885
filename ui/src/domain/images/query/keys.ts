/** The keys of a query, what is written behind them, and what people call them otherwise. */
export const keys = [
  'repo',
  'tag',
  'label',
  'size',
  'created',
  'in-use',
  'dangling',
  'intermediate',
  'origin',
  'id',
] as const
export type Key = (typeof keys)[number]

/** What each key is written like. */
export const examples: Record<Key, readonly string[]> = {
  repo: ['repo:ubuntu', 'repo:ghcr.io/*'],
  tag: ['tag:latest', 'tag:1.*'],
  label: ['label:team', 'label:team=web'],
  size: ['size:>500MB', 'size:100MB..1GB'],
  created: ['created:>30d', 'created:<2024-06-01'],
  'in-use': ['in-use:false'],
  dangling: ['dangling:true'],
  intermediate: ['intermediate:true'],
  origin: ['origin:local', 'origin:pulled'],
  id: ['id:3f4a90'],
}

/** The values of the keys that have only a few. */
export const choices: Partial<Record<Key, readonly string[]>> = {
  'in-use': ['true', 'false'],
  dangling: ['true', 'false'],
  intermediate: ['true', 'false'],
  origin: ['local', 'pulled'],
}

/** Other people's words for our keys: Docker's own, and what the table's headings say. */
export const otherNames: Record<string, Key> = {
  repository: 'repo',
  reference: 'repo',
  ref: 'repo',
  name: 'repo',
  image: 'repo',
  registry: 'repo',
  digest: 'id',
  age: 'created',
  date: 'created',
  since: 'created',
  before: 'created',
  until: 'created',
  used: 'in-use',
  inuse: 'in-use',
  unused: 'in-use',
  untagged: 'dangling',
  source: 'origin',
}

export function isKey(word: string): word is Key {
  return (keys as readonly string[]).includes(word)
}
