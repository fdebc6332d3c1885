/** Which local image a person means, and which there are to choose from. */
import type { Image } from '../../engine/gen/image'

/** Every name that can be run, sorted. */
export function imageNames(images: Iterable<Image>): string[] {
  return [...images].flatMap((image) => image.tags).sort()
}

/** Those of `names` to offer while `typed` is typed: a list of thousands would only slow the form down. */
export function offered(names: readonly string[], typed: string): string[] {
  const part = typed.trim().toLowerCase()
  return names.filter((name) => name.toLowerCase().includes(part)).slice(0, 100)
}

/** `reference` with what the docker command adds by itself: `nginx` → `nginx:latest`. */
function whole(reference: string): string {
  const familiar = reference.replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '')
  const last = familiar.slice(familiar.lastIndexOf('/') + 1)
  return last.includes(':') || last.includes('@') ? familiar : `${familiar}:latest`
}

/** Podman names even what has no registry: `localhost/web:1`, and Docker Hub's in full. */
function familiar(name: string): string {
  return whole(name.replace(/^localhost\//, ''))
}

/** The local image of this reference or ID; `null` when there is none. */
export function findImage(images: Iterable<Image>, reference: string): Image | null {
  if (reference === '') return null
  const id = reference.replace(/^sha256:/, '')
  const isId = /^[0-9a-f]{4,64}$/.test(id)
  const name = familiar(reference)
  for (const image of images) {
    if (image.tags.some((tag) => familiar(tag) === name) || image.digests.some((digest) => familiar(digest) === name)) {
      return image
    }
    if (isId && image.id.replace(/^sha256:/, '').startsWith(id)) return image
  }
  return null
}
