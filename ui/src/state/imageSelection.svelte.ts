/** Which image's drawer is open. The wish survives until the image has come: after a commit the ID is known first. */
import type { Image } from '../engine/gen/image'

let selected: { id: string; reference: string | null } | null = $state.raw(null)

/** Selects an image by its ID, now or as soon as it is there; `reference` says which of its names was meant. */
export function selectImage(id: string, reference: string | null = null): void {
  selected = { id, reference }
}

export function deselectImage(): void {
  selected = null
}

/** The reference that was selected, where one was. */
export function selectedReference(): string | null {
  return selected?.reference ?? null
}

/** The selected image, once it is among those there are. */
export function selectedImage(images: ReadonlyMap<string, Image>): Image | null {
  return (selected && images.get(selected.id)) ?? null
}
