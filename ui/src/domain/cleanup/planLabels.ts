/** Sentences about a plan and its bytes. */
import type { EngineState } from '../../engine/engineState.svelte'
import type { ByteRange, Uncertainty } from '../../engine/gen/bytes'
import type { PlanItem, PlanSubject } from '../../engine/gen/cleanup'
import type { Image } from '../../engine/gen/image'
import { escapeInvisible } from '../../messages/escapeInvisible'
import { bytes, listed, shortId } from '../../messages/format'
import { t } from '../../messages/index.svelte'
import type { Message } from '../../messages/message'
import { imageOf, isExact } from './plan'

/** Exact, in bounds, or near the truth: what is uncertain may also lie beyond the bounds. */
export function range(of: ByteRange, uncertain: readonly Uncertainty[] = []): string {
  if (isExact(of, uncertain)) return bytes(of.most)
  // Bounds that read the same are no bounds to a reader.
  if (bytes(of.least) === bytes(of.most)) return t('cleanup-about', { bytes: bytes(of.most) })
  return of.least === 0
    ? t('cleanup-up-to', { most: bytes(of.most) })
    : t('cleanup-between', { least: bytes(of.least), most: bytes(of.most) })
}

/** A reference as it is, an ID short. */
export function targetName(target: string): string {
  return target.startsWith('sha256:') ? shortId(target) : escapeInvisible(target)
}

export function imageName(image: Image | undefined, id: string): string {
  return image && image.tags.length > 0 ? listed(image.tags.map(escapeInvisible)) : shortId(id)
}

export function subjectName(subject: PlanSubject): string {
  switch (subject.kind) {
    case 'container':
      return escapeInvisible(subject.name)
    case 'image':
      return targetName(subject.target)
    case 'volume':
      return subject.name.length === 64 ? shortId(subject.name) : escapeInvisible(subject.name)
    case 'buildCache':
      return t('cleanup-build-cache')
  }
}

/** A few of many, by name. Where only the first have been named, to save time, `total` is how many there are. */
export function few(names: readonly string[], most = 4, total = names.length): string {
  const shown = listed(names.slice(0, most))
  return total > most ? t('cleanup-and-more', { names: shown, count: total - most }) : shown
}

/** What happens to an item, and why. `deleted` are the images that the same plan deletes. */
export function reason(item: PlanItem, live: EngineState, deleted: ReadonlySet<string>): Message {
  switch (item.effect) {
    case 'delete':
      return deletion(item)
    case 'untag':
      if (deleted.has(imageOf(item) ?? '')) return { id: 'removal-untag-first' }
      return item.keeps.length > 0
        ? { id: 'removal-untag-keeps', values: { keeps: listed(item.keeps.map(targetName)) } }
        : { id: 'removal-untag-children' }
    case 'inUse':
      return item.subject.kind === 'volume'
        ? { id: 'cleanup-volume-in-use' }
        : { id: 'cleanup-in-use', values: { containers: containerNames(item.containers, live) } }
    case 'hasChildren':
      return { id: 'removal-has-children' }
    case 'pinned':
      return { id: 'cleanup-pinned' }
    case 'onlyHere':
      return { id: 'cleanup-only-here-waits' }
    case 'missing':
      return { id: 'cleanup-missing' }
  }
}

function deletion({ subject }: PlanItem): Message {
  switch (subject.kind) {
    case 'container':
      return { id: subject.running ? 'cleanup-stop-and-remove' : 'cleanup-remove-container' }
    case 'image':
      return { id: 'cleanup-delete-image', values: { id: shortId(subject.id) } }
    case 'volume':
      return { id: 'cleanup-delete-volume' }
    case 'buildCache':
      return { id: 'cleanup-prune' }
  }
}

export function containerNames(ids: readonly string[], live: EngineState): string {
  return few(ids.map((id) => escapeInvisible(live.containers.get(id)?.name ?? id.slice(0, 12))))
}
