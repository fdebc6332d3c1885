/** What to offer for removal, and reading the preview of one. */
import type { Image, Removal, RemovalItem } from '../../engine/gen/image'
import { danglingImages } from './imageRows'

export interface RemovalCandidates {
  /** References or IDs, ticked at first. */
  targets: readonly string[]
  /** Listed apart, and not ticked at first. */
  apart?: readonly string[]
}

/** All dangling images: those that a digest still names are listed apart. */
export function danglingCandidates(images: ReadonlyMap<string, Image>): RemovalCandidates {
  const { nameless, byDigest } = danglingImages(images)
  return { targets: nameless.map((image) => image.id), apart: byDigest.map((image) => image.id) }
}

export function refused(item: RemovalItem): boolean {
  return item.effect !== 'untag' && item.effect !== 'delete'
}

/** What to ask the engine for: what would be refused is left out, the rest in the preview's order. */
export function performed(removal: Removal): string[] {
  return removal.items.filter((item) => !refused(item)).map((item) => item.target)
}

/** The IDs of images that would be gone. */
export function goneImages(removal: Removal): Set<string> {
  const deleted = removal.items.filter((item) => item.effect === 'delete')
  return new Set(deleted.flatMap((item) => [item.image, ...item.cascade]))
}

/** Whether nobody is known to have an image beside this engine. */
export function mayBeLost(image: Image | undefined): boolean {
  return image !== undefined && image.origin !== 'registry'
}
