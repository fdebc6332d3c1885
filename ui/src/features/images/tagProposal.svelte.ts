/** A name that an image may be given: its form begins with it. */
let proposed: { image: string; reference: string } | null = $state.raw(null)

/** Proposes a name for the image of this ID, whose drawer is open. */
export function proposeTag(image: string, reference: string): void {
  proposed = { image, reference }
}

/** The name proposed for this image; empty when none is. */
export function proposedTag(image: string): string {
  return proposed?.image === image ? proposed.reference : ''
}
