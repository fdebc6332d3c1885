/** What the doctor found, in words. */
import type { Finding } from '../engine/gen/doctor'
import { escapeInvisible } from './escapeInvisible'
import type { Message } from './message'

/** What is the matter, in one sentence. */
export function findingMessage({ case: what, values }: Finding): Message {
  const told = Object.entries(values).map(([name, it]) => [name, escapeInvisible(it ?? '')])
  return { id: `finding-${what}`, values: Object.fromEntries(told) as Record<string, string> }
}
