/** An example of a term: the values of its message, from what is there, and where that is to be seen. */
import type { EngineState } from '../../../engine/engineState.svelte'
import type { Container } from '../../../engine/gen/container'
import type { Image, ImageDetail } from '../../../engine/gen/image'
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { shortId } from '../../../messages/format'
import type { Values } from '../../../messages/message'
import type { TermId } from '../../../messages/terms'

/** What an example is taken from. */
export interface ExampleContext {
  live: EngineState
  /** What `subjectOf` is made of, once it is read. */
  detail: ImageDetail | null
}

/** Where the thing of an example is to be seen. */
export type Way =
  | { to: 'image'; id: string; reference: string | null }
  | { to: 'container'; id: string }
  | { to: 'changes'; id: string }
  /** The table of images, with this in its filter. */
  | { to: 'filter'; text: string }
  | { to: 'engine' }

export interface Example {
  /** Of the message `term-<id>-example`. */
  values: Values
  way?: Way
}

export type Examples = Partial<Record<TermId, (context: ExampleContext) => Example | null>>

/** The image whose insides are the example: one that is in use, else the newest; with a name in any case. */
export function subjectOf(live: EngineState): Image | null {
  const named = [...live.images.values()].filter((image) => image.tags.length > 0)
  const used = named.filter((image) => live.users.has(image.id))
  return newest(used.length > 0 ? used : named)
}

export function ofSubject(
  { live, detail }: ExampleContext,
  take: (detail: ImageDetail) => Values | null,
): Example | null {
  const image = detail && live.images.get(detail.id)
  const values = image && take(detail)
  return values ? { values: { name: nameOf(image), ...values }, way: toImage(image) } : null
}

export function nameOf(image: Image): string {
  return escapeInvisible(image.tags[0] ?? shortId(image.id))
}

export function find<Item>(items: ReadonlyMap<string, Item>, wanted: (item: Item) => boolean): Item | null {
  for (const item of items.values()) if (wanted(item)) return item
  return null
}

export function newest(images: readonly Image[]): Image | null {
  return images.reduce<Image | null>((best, image) => (best && best.created >= image.created ? best : image), null)
}

export function toImage(image: Image, reference: string | null = image.tags[0] ?? null): Way {
  return { to: 'image', id: image.id, reference }
}

export function toContainer(container: Container): Way {
  return { to: 'container', id: container.id }
}
