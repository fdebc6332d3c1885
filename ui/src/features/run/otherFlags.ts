/** The flags of `docker run` that have no field of their own, for completion: each has an explanation. */
import { messageIds, t } from '../../messages/index.svelte'

const prefix = 'explain-run-flag-'

/** Each with its dashes, and what it means. */
export function otherFlags(): { name: string; meaning: string }[] {
  const ids = messageIds('en').filter((id) => id.startsWith(prefix))
  return ids.map((id) => ({ name: `--${id.slice(prefix.length)}`, meaning: t(id) }))
}
