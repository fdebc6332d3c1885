/** The picture's information as a list: one row for each image. */
import type { ByteRange } from '../../engine/gen/bytes'
import type { Container } from '../../engine/gen/container'
import type { ForestImage } from '../../engine/gen/forest'
import type { Image, ImageOrigin } from '../../engine/gen/image'
import { imagesOn, baseOf, type Icicle } from './icicle'

export interface Row {
  image: Image
  /** Its names, or its short ID. */
  name: string
  /** Bytes of layers that no other image has, and of those that others have; absent until the engine was read. */
  own: ByteRange | null
  shared: ByteRange | null
  users: readonly Container[]
  /** When a container that is still there last used it, in seconds since 1970; Infinity while one runs. */
  lastUsed: number | null
  /** When it was pulled, built, loaded or tagged here, in seconds since 1970, where the engine tells. */
  lastTagged: number | null
}

export type Column = 'name' | 'own' | 'shared' | 'size' | 'origin' | 'users' | 'lastUsed' | 'lastTagged'

export interface Sort {
  column: Column
  descending: boolean
}

/** From what can be had again to what cannot. */
const origins: readonly ImageOrigin[] = ['registry', 'unsure', 'onlyHere']

export function rowsOf(
  images: Iterable<Image>,
  users: ReadonlyMap<string, readonly Container[]>,
  told: readonly ForestImage[],
): Row[] {
  const figures = new Map(told.map((image) => [image.id, image]))
  return [...images].map((image) => {
    const figure = figures.get(image.id)
    const containers = users.get(image.id) ?? []
    return {
      image,
      name: image.tags.join(' ') || image.id,
      own: figure?.own ?? null,
      shared: figure?.shared ?? null,
      users: containers,
      lastUsed: lastUsed(containers),
      lastTagged: figure?.lastTagged ?? null,
    }
  })
}

/** A container that runs uses it now; one that does not, until it ended or since it was made. */
export function lastUsed(containers: readonly Container[]): number | null {
  if (containers.length === 0) return null
  return Math.max(
    ...containers.map(({ state, since, created }) => (state === 'running' ? Infinity : (since ?? created))),
  )
}

const collator = new Intl.Collator('en', { numeric: true })
const unknownLast = (value: number | null) => value ?? -Infinity

const order: Record<Column, (a: Row, b: Row) => number> = {
  name: (a, b) => Number(a.image.tags.length === 0) - Number(b.image.tags.length === 0) || byName(a, b),
  own: (a, b) => (a.own?.most ?? 0) - (b.own?.most ?? 0),
  shared: (a, b) => (a.shared?.most ?? 0) - (b.shared?.most ?? 0),
  size: (a, b) => a.image.size - b.image.size,
  origin: (a, b) => origins.indexOf(a.image.origin) - origins.indexOf(b.image.origin),
  users: (a, b) => a.users.length - b.users.length,
  lastUsed: (a, b) => compare(unknownLast(a.lastUsed), unknownLast(b.lastUsed)),
  lastTagged: (a, b) => compare(unknownLast(a.lastTagged), unknownLast(b.lastTagged)),
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function byName(a: Row, b: Row): number {
  return collator.compare(a.name, b.name) || (a.image.id < b.image.id ? -1 : 1)
}

export function sorted(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const direction = descending ? -1 : 1
  return [...rows].sort((a, b) => direction * order[column](a, b) || byName(a, b))
}

/** Images that share layers with one another: for each image how many others stand on the same base, and a few of them. */
export function companions(picture: Icicle): (image: string) => { count: number; some: string[] } {
  const onBase = new Map<number, string[]>()
  return (image) => {
    const block = picture.ofImage.get(image)
    if (!block) return { count: 0, some: [] }
    const base = baseOf(picture, block)
    let all = onBase.get(base.index)
    if (!all) {
      all = imagesOn(picture, base)
      onBase.set(base.index, all)
    }
    return {
      count: all.length - 1,
      some: all
        .slice(0, 6)
        .filter((other) => other !== image)
        .slice(0, 5),
    }
  }
}
