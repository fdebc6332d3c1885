/** Patterns of references that clean-up keeps. What they match is the engine crate's to say. */
import { splitReference } from '../../domain/images/imageRows'
import type { Image } from '../../engine/gen/image'

/** What pins an image: each of its names, and all names in their repositories. Digests count where there is no tag. */
export function pinsFor(image: Image): string[] {
  const patterns =
    image.tags.length > 0
      ? image.tags.flatMap((tag) => [tag, splitReference(tag)[0]])
      : image.digests.flatMap((digest) => [digest, digest.slice(0, digest.indexOf('@'))])
  return [...new Set(patterns)]
}

export function withPin(pins: readonly string[], pattern: string): string[] {
  return pins.includes(pattern) ? [...pins] : [...pins, pattern]
}

export function withoutPins(pins: readonly string[], patterns: readonly string[]): string[] {
  return pins.filter((pin) => !patterns.includes(pin))
}

/** Rows that nothing was typed into are no patterns. */
export function typedPins(rows: readonly string[]): string[] {
  return [...new Set(rows.map((row) => row.trim()).filter((row) => row !== ''))]
}
