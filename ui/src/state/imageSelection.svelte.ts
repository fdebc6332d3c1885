/** The image whose drawer is open. It may be selected before it is listed: after a commit the ID is known first. */
import type { Image } from '../engine/gen/image'

let selected: { id: string; reference: string | null } | null = $state.raw(null)

/** Selects an image by its ID, now or as soon as it is listed; `reference` is the name that was clicked. */
export function selectImage(id: string, reference: string | null = null): void {
  selected = { id, reference }
}

export function deselectImage(): void {
  selected = null
}

/** The selected reference, if any. */
export function selectedReference(): string | null {
  return selected?.reference ?? null
}

/** The selected image, once it is listed. */
export function selectedImage(images: ReadonlyMap<string, Image>): Image | null {
  return (selected && images.get(selected.id)) ?? null
}
