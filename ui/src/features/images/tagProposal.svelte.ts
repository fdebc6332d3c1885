/** A name that an image is to be given, until its form has taken it. */
let proposed: { image: string; reference: string } | null = $state.raw(null)

/** Proposes a name for the image of this ID, whose drawer is open. */
export function proposeTag(image: string, reference: string): void {
  proposed = { image, reference }
}

/** The proposal for this image, once. */
export function takeProposal(image: string): string | null {
  if (proposed?.image !== image) return null
  const { reference } = proposed
  proposed = null
  return reference
}
