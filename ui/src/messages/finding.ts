/** What the doctor found, in words. */
import type { Finding } from '../engine/gen/doctor'
import { escapeInvisible } from './escapeInvisible'
import type { Message } from './message'

/** What is the matter, in one sentence. */
export function findingMessage({ case: cause, values }: Finding): Message {
  const entries = Object.entries(values).map(([name, it]) => [name, escapeInvisible(it ?? '')])
  return { id: `finding-${cause}`, values: Object.fromEntries(entries) as Record<string, string> }
}
