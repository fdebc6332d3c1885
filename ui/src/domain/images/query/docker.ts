/** A query as `docker images` would be asked for it, as far as Docker has words for it. */
import { none, splitReference, type Row } from '../imageRows'
import type { Query, Term } from './query'

export interface DockerFilters {
  dangling: boolean
  /** `label=team=web`, `reference=team/*`: labels must all be there, of references one is enough, as in a query. */
  filters: string[]
  /** The argument, where there is one name only. */
  repository: string
}

/**
 * What to hand to `docker images`. Only those terms are said that pick from these rows just what Docker would pick, by
 * the rules of moby's `daemon/images/images.go`; Docker has none for the rest (sizes, origin, negation…), and lists
 * more than the table then.
 */
export function dockerFilters({ terms }: Query, rows: readonly Row[]): DockerFilters {
  const plain = terms.filter((term) => !term.negated)
  const references = referencesOf(plain, rows)
  return {
    dangling: plain.some(({ key, value }) => key === 'dangling' && value === 'true') && !asksBoth(plain),
    filters: [
      ...plain.filter((term) => isDockerLabel(term, rows)).map(({ value }) => `label=${value}`),
      ...(references.length > 1 ? references.map((reference) => `reference=${reference}`) : []),
    ],
    repository: references.length === 1 ? (references[0] ?? '') : '',
  }
}

/** `dangling:true dangling:false` is everything. */
function asksBoth(terms: readonly Term[]): boolean {
  return terms.some(({ key, value }) => key === 'dangling' && value === 'false')
}

/** Docker compares labels letter by letter, without patterns. */
function isDockerLabel({ key, value, test }: Term, rows: readonly Row[]): boolean {
  if (key !== 'label') return false
  const equals = value.indexOf('=')
  const [name, wanted] = equals < 0 ? [value, null] : [value.slice(0, equals), value.slice(equals + 1)]
  const docker = ({ image: { labels } }: Row) =>
    Object.hasOwn(labels, name) && (wanted === null || labels[name] === wanted)
  return agree(rows, docker, (row) => test(row, 0))
}

function referencesOf(terms: readonly Term[], rows: readonly Row[]): string[] {
  const repositories = terms.filter(({ key }) => key === 'repo')
  const tags = terms.filter(({ key }) => key === 'tag')
  const words = terms.filter(({ key }) => key === 'text')
  // Docker takes any of its references, so only one group can be said.
  const named = repositories.length + tags.length > 0
  const candidates = named ? [repositories, tags] : words.length === 1 ? [words] : []
  const groups = candidates.filter((group) => group.length > 0)
  if (groups.length === 0) return []

  const ours = (row: Row) => groups.every((group) => group.some(({ test }) => test(row, 0)))
  const references = named ? combined(repositories, tags) : words.map(({ value }) => value)
  const patterns = references.map(pathPattern)
  const docker = (row: Row) => patterns.some((fits) => namesOf(row).some(fits))
  return references.every((reference) => !/[?[\]\\]/.test(reference)) && agree(rows, docker, ours) ? references : []
}

function combined(repositories: readonly Term[], tags: readonly Term[]): string[] {
  const names = repositories.length > 0 ? repositories.map(({ value }) => value) : ['*']
  if (tags.length === 0) return names
  return names.flatMap((name) => {
    // A reference with its tag is whole; another tag makes it another.
    const [repository, own] = splitReference(name)
    return own === none ? tags.map(({ value }) => `${repository}:${value}`) : [name]
  })
}

/** What Docker compares with a pattern: the whole reference, and the name without its tag. */
function namesOf({ reference, repository }: Row): string[] {
  return repository === none ? [] : reference === '' ? [repository] : [reference, repository]
}

/** Go's `path.Match`, as far as `*`, which stops at a slash. */
function pathPattern(pattern: string): (text: string) => boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+^${}()|/]/g, '\\$&'))
  const expression = new RegExp(`^${source.join('[^/]*')}$`)
  return (text) => expression.test(text)
}

/** Whether both pick the same rows, and any at all. */
function agree(rows: readonly Row[], one: (row: Row) => boolean, other: (row: Row) => boolean): boolean {
  return rows.some(one) && rows.every((row) => one(row) === other(row))
}
