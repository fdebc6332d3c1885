/** Examples: what images are called, and where their names lead. */
import { none, splitReference } from '../../../domain/images/imageRows'
import type { Image } from '../../../engine/gen/image'
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { listed, shortId } from '../../../messages/format'
import { find, nameOf, subjectOf, toImage, type Examples } from './example'

export const nameExamples = {
  repository: ({ live }) => {
    const tags = new Map<string, string[]>()
    for (const reference of references(live.images)) {
      const [repository, tag] = splitReference(reference)
      if (tag !== none) tags.set(repository, [...(tags.get(repository) ?? []), tag])
    }
    const [most] = [...tags].sort(([, one], [, other]) => other.length - one.length)
    if (!most) return null
    const [repository, all] = most
    return {
      values: {
        repository: escapeInvisible(repository),
        count: all.length,
        tags: escapeInvisible(listed(all.slice(0, 4))),
      },
      way: { to: 'filter', text: `repo:${repository}` },
    }
  },
  tag: ({ live }) => {
    const several = find(live.images, (image) => image.tags.length > 1)
    const image = several ?? find(live.images, (one) => one.tags.length > 0)
    if (!image) return null
    const [first = '', second = ''] = image.tags.map(escapeInvisible)
    return {
      values: {
        count: image.tags.length,
        first,
        second,
        tag: escapeInvisible(splitReference(first)[1]),
        id: shortId(image.id),
      },
      way: toImage(image),
    }
  },
  reference: ({ live }) => {
    const [reference] = references(live.images)
    if (reference === undefined) return null
    const [repository, tag] = splitReference(reference)
    return {
      values: {
        reference: escapeInvisible(reference),
        repository: escapeInvisible(repository),
        tag: escapeInvisible(tag),
      },
    }
  },
  'image-id': ({ live }) => {
    const image = subjectOf(live)
    return image && { values: { name: nameOf(image), id: shortId(image.id) }, way: toImage(image) }
  },
  digest: ({ live }) => {
    const image = find(live.images, (one) => one.tags.length > 0 && one.digests.length > 0)
    const [repository = '', digest = ''] = image?.digests[0]?.split('@') ?? []
    return image
      ? {
          values: { name: nameOf(image), digest: escapeInvisible(`${repository}@sha256:${shortId(digest)}…`) },
          way: toImage(image),
        }
      : null
  },
  registry: ({ live }) => {
    const reference = references(live.images).find((one) => registryOf(one) !== null)
    const registry = reference === undefined ? null : registryOf(reference)
    return reference !== undefined && registry !== null
      ? { values: { reference: escapeInvisible(reference), registry: escapeInvisible(registry) } }
      : null
  },
  'docker-hub': ({ live }) => {
    // Podman writes the registry into every name.
    if (live.engine?.product !== 'docker') return null
    const image = find(live.images, (one) => one.digests.length > 0 && one.tags.some((tag) => registryOf(tag) === null))
    const reference = image?.tags.find((tag) => registryOf(tag) === null)
    return image && reference !== undefined
      ? { values: { reference: escapeInvisible(reference) }, way: toImage(image, reference) }
      : null
  },
  untag: ({ live }) => {
    const image = find(live.images, (one) => one.tags.length > 1)
    if (!image) return null
    const [first = '', second = ''] = image.tags.map(escapeInvisible)
    return { values: { first, second, id: shortId(image.id) }, way: toImage(image) }
  },
} satisfies Examples

/** The registry's address that a reference begins with: only an address has a dot or a port, or is this machine. */
function registryOf(reference: string): string | null {
  const [first = '', ...rest] = reference.split('/')
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : null
}

function references(images: ReadonlyMap<string, Image>): string[] {
  return [...images.values()].flatMap(({ tags }) => tags)
}
