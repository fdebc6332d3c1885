/** What the doctor found, in words. */
import { plain } from '../../components/plain'
import type { Finding } from '../../engine/gen/Finding'
import { t } from '../../messages/index.svelte'

/** What is the matter, in one sentence. */
export function findingSentence({ case: what, values }: Finding): string {
  return t(`finding-${what}`, Object.fromEntries(Object.entries(values).map(([name, it]) => [name, plain(it ?? '')])))
}
