/** An error in words: its sentence, and what to do next. */
import type { Failure } from '../engine/engine'
import { escapeInvisible } from './escapeInvisible'
import { has } from './index.svelte'
import { say, type Message } from './message'

/** Every name that an error's details may have; see `ErrorCode` in Rust. */
export const detailNames = [
  'address',
  'allowed',
  'argument',
  'clock',
  'command',
  'container',
  'containers',
  'context',
  'copy',
  'digest',
  'done',
  'failed',
  'feature',
  'flag',
  'flags',
  'found',
  'from',
  'host',
  'image',
  'kept',
  'layer',
  'limit',
  'mirror',
  'missing',
  'most',
  'name',
  'names',
  'needed',
  'now',
  'path',
  'paths',
  'platform',
  'port',
  'program',
  'reference',
  'registry',
  'suggestion',
  'tag',
  'total',
  'until',
  'user',
  'value',
  'volume',
] as const

/** A detail that an engine left out does not take the sentence away. */
const leftOut = Object.fromEntries(detailNames.map((name) => [name, '…']))

/** Details that are numbers, so that a sentence can tell one from several. */
const counts: readonly string[] = ['done', 'failed', 'kept', 'most', 'total']

/** Docker Hub, the one registry that has mirrors and that docker logs in to without its name. */
const hub = 'docker.io'

function values(failure: Failure): Record<string, string | number> {
  const entries = Object.entries(failure.details).map(([name, value]) => [
    name,
    counts.includes(name) ? Number(value) : escapeInvisible(value),
  ])
  const registryKind = failure.details.registry === hub ? 'hub' : 'other'
  return { ...leftOut, ...Object.fromEntries(entries), registryKind }
}

/** What went wrong: the message, and what it is filled with. */
export function errorMessage(failure: Failure): Message {
  return { id: `error-${failure.code}`, values: values(failure) }
}

/** What to do about it, where there is something. */
export function nextMessage(failure: Failure): Message | null {
  // Nothing comes near to what was typed.
  if (failure.details.suggestion === '') return null
  const id = `error-${failure.code}-next`
  return has(id) ? { id, values: values(failure) } : null
}

/** What went wrong, as a sentence. */
export function errorSentence(failure: Failure): string {
  return say(errorMessage(failure))
}

/** What to do about it, as a sentence. */
export function errorNext(failure: Failure): string | null {
  const next = nextMessage(failure)
  return next && say(next)
}
