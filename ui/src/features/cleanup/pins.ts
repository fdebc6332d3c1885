/** Patterns of references that clean-up keeps. What they match is the engine crate's to say. */
import { splitReference } from '../images/rows'

/** What pins a reference: itself, and all tags of its repository. */
export function pinsFor(reference: string): [reference: string, repository: string] {
  return [reference, splitReference(reference)[0]]
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
