/** What a person is asked to agree to. */
import type { Action } from '../../engine/gen/action'
import type { KeptCopy, RemovalRecord } from '../../engine/gen/copy'
import { escapeInvisible } from '../../messages/escapeInvisible'
import { shortId } from '../../messages/format'

export interface CopyConfirmation {
  action: Extract<Action, { kind: 'restoreCopy' | 'deleteCopy' | 'pullAgain' }>
  /** What it is about, as people call it. */
  name: string
}

/** How an image is called: by its first tag, else its ID. */
export function imageName(tags: readonly string[], id: string): string {
  return tags[0] === undefined ? shortId(id) : escapeInvisible(tags[0])
}

export function copyName(copy: KeptCopy): string {
  return copy.metadata ? imageName(copy.metadata.tags, copy.metadata.image) : escapeInvisible(copy.id)
}

export function restoring(copy: KeptCopy): CopyConfirmation {
  return { action: { kind: 'restoreCopy', copy: copy.id }, name: copyName(copy) }
}

export function deleting(copy: KeptCopy): CopyConfirmation {
  return { action: { kind: 'deleteCopy', copy: copy.id }, name: copyName(copy) }
}

/** Pulling again what a record tells of; `null` for what had no digest. */
export function pullingAgain(record: RemovalRecord): CopyConfirmation | null {
  const reference = record.digests[0]
  if (reference === undefined) return null
  return { action: { kind: 'pullAgain', reference, tags: record.tags }, name: imageName(record.tags, record.image) }
}
