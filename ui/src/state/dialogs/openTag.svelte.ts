/** The name that an image's tag form begins with; anybody may fill it in. */
let wanted: { image: string; reference: string } | null = $state.raw(null)

/** Fills in the tag form of an image, by its ID; it shows when the image's drawer does. */
export function openTag(image: string, reference: string): void {
  wanted = { image, reference }
}

/** The name to begin with for this image, once: empty when none is wanted. */
export function wantedTag(image: string): string {
  return wanted?.image === image ? wanted.reference : ''
}

export function tagged(): void {
  wanted = null
}
