/** What the removal dialog is open for. */
import { danglingImages } from '../../domain/images/imageRows'
import type { Image } from '../../engine/gen/image'

export interface Candidates {
  /** References or IDs, ticked at first. */
  targets: readonly string[]
  /** Listed apart, and not ticked at first. */
  apart: readonly string[]
}

let candidates: Candidates | null = $state.raw(null)

export function openRemoval(targets: readonly string[], apart: readonly string[] = []): void {
  candidates = { targets, apart }
}

/** For all dangling images: those that a digest still names are listed apart. */
export function openDanglingRemoval(images: ReadonlyMap<string, Image>): void {
  const { nameless, byDigest } = danglingImages(images)
  openRemoval(
    nameless.map((image) => image.id),
    byDigest.map((image) => image.id),
  )
}

export function closeRemoval(): void {
  candidates = null
}

export function removalCandidates(): Candidates | null {
  return candidates
}
