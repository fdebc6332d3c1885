/** Which image's drawer is open. The wish survives until the image has come: after a commit the ID is known first. */
import type { Image } from '../engine/gen/image'

let wanted: { id: string; reference: string | null } | null = $state.raw(null)

/** Selects an image by its ID, now or as soon as it is there; `reference` says which of its names was meant. */
export function selectImage(id: string, reference: string | null = null): void {
  wanted = { id, reference }
}

export function deselectImage(): void {
  wanted = null
}

/** The reference that was selected, where one was. */
export function selectedReference(): string | null {
  return wanted?.reference ?? null
}

/** The selected image, once it is among those there are. */
export function selectedImage(images: ReadonlyMap<string, Image>): Image | null {
  return (wanted && images.get(wanted.id)) ?? null
}
