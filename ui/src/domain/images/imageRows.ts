/** The table's rows: one for each name of an image, as `docker images` prints them. */
import type { Container } from '../../engine/gen/container'
import type { Image } from '../../engine/gen/image'

export const none = '<none>'

export interface Row {
  /** What names it: a reference, or the ID of an image without a tag. Also what a removal takes. */
  target: string
  /** `repository:tag`; empty for an image without a tag. */
  reference: string
  repository: string
  tag: string
  image: Image
  /** The containers made from the image, by name. */
  users: readonly Container[]
  /** How many tags the image has. */
  names: number
  /** How many images are built on it. */
  children: number
  /** All that a free word may be part of, in lower case: names, ID, digests, labels, the containers' names. */
  text: string
}

export type Column = 'repository' | 'tag' | 'id' | 'created' | 'size' | 'used'

export interface Sort {
  column: Column
  descending: boolean
}

export interface Filter {
  /** A query; see `query/query.ts`. */
  text: string
  intermediate: boolean
  danglingOnly: boolean
}

/** What of a query concerns rows; see `query/query.ts`. */
export interface RowQuery {
  /** Whether it asks for intermediate images, which are hidden otherwise. */
  intermediate: boolean
  /** `now` is in seconds since 1970. */
  matches: (row: Row, now: number) => boolean
}

/** `repository:tag` in two; a colon before a slash belongs to a registry's port. */
export function splitReference(reference: string): [repository: string, tag: string] {
  const colon = reference.lastIndexOf(':')
  return colon > reference.lastIndexOf('/')
    ? [reference.slice(0, colon), reference.slice(colon + 1)]
    : [reference, none]
}

/** The repository of `repository@sha256:…`. */
function repositoryOf(digest: string | undefined): string {
  return digest?.split('@')[0] ?? none
}

/** All rows there could be. */
export function rowsOf(images: ReadonlyMap<string, Image>, users: ReadonlyMap<string, readonly Container[]>): Row[] {
  const children = new Map<string, number>()
  for (const { parent } of images.values()) if (parent) children.set(parent, (children.get(parent) ?? 0) + 1)

  return [...images.values()].flatMap((image): Row[] => {
    const shared = {
      image,
      users: [...(users.get(image.id) ?? [])].sort((a, b) => a.name.localeCompare(b.name)),
      names: image.tags.length,
      children: children.get(image.id) ?? 0,
    }
    const own = [ownText(image), ...shared.users.map((user) => user.name.toLowerCase())].join('\n')
    const row = (target: string, reference: string, repository: string, tag: string): Row => ({
      ...shared,
      target,
      reference,
      repository,
      tag,
      text: `${repository}:${tag}\n`.toLowerCase() + own,
    })
    if (image.tags.length === 0) return [row(image.id, '', repositoryOf(image.digests[0]), none)]
    return image.tags.map((reference) => row(reference, reference, ...splitReference(reference)))
  })
}

/** Images stay the same objects while others change, so each is put in lower case once. */
const ownTexts = new WeakMap<Image, string>()

function ownText(image: Image): string {
  const known = ownTexts.get(image)
  if (known !== undefined) return known
  const labels = Object.entries(image.labels).map(([name, value]) => `${name}=${value}`)
  const text = [image.id, ...image.digests, ...labels].join('\n').toLowerCase()
  ownTexts.set(image, text)
  return text
}

/** The rows that a filter leaves. `now` is in seconds since 1970. */
export function filtered(rows: readonly Row[], filter: Omit<Filter, 'text'>, query: RowQuery, now: number): Row[] {
  const intermediate = filter.intermediate || query.intermediate
  return rows.filter(
    (row) =>
      (intermediate || row.image.kind !== 'intermediate') &&
      (!filter.danglingOnly || row.image.kind === 'dangling') &&
      query.matches(row, now),
  )
}

const collator = new Intl.Collator('en', { numeric: true })

const order: Record<Column, (a: Row, b: Row) => number> = {
  repository: (a, b) => collator.compare(a.repository, b.repository) || collator.compare(a.tag, b.tag),
  tag: (a, b) => collator.compare(a.tag, b.tag) || collator.compare(a.repository, b.repository),
  id: (a, b) => compare(a.image.id, b.image.id),
  created: (a, b) => a.image.created - b.image.created,
  size: (a, b) => a.image.size - b.image.size,
  used: (a, b) => a.users.length - b.users.length || collator.compare(userNames(a), userNames(b)),
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function userNames(row: Row): string {
  return row.users.map((user) => user.name).join(' ')
}

/** Sorted; among equals the names of one image stand together, in order. */
export function sorted(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const direction = descending ? -1 : 1
  return [...rows].sort(
    (a, b) => direction * order[column](a, b) || compare(a.image.id, b.image.id) || compare(a.target, b.target),
  )
}

/** Where a row stands among neighbours that name the same image. */
export function bracket(rows: readonly Row[], index: number): 'alone' | 'first' | 'middle' | 'last' {
  const id = rows[index]?.image.id
  const above = rows[index - 1]?.image.id === id
  const below = rows[index + 1]?.image.id === id
  if (above && below) return 'middle'
  return above ? 'last' : below ? 'first' : 'alone'
}

/** The images that nothing names and nothing is built on, apart: those that a digest still names may be had on purpose. */
export function danglingImages(images: ReadonlyMap<string, Image>): { nameless: Image[]; byDigest: Image[] } {
  const dangling = [...images.values()].filter((image) => image.kind === 'dangling')
  return {
    nameless: dangling.filter((image) => image.digests.length === 0),
    byDigest: dangling.filter((image) => image.digests.length > 0),
  }
}
