/** An error in words: its sentence, and what to do next. */
import type { Failure } from '../engine/engine'
import { has, t } from '../messages/index.svelte'
import { plain } from './plain'

/** Every name that an error's details may have; see `ErrorCode` in Rust. */
export const detailNames = [
  'address',
  'allowed',
  'argument',
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
  'image',
  'kept',
  'layer',
  'limit',
  'missing',
  'most',
  'name',
  'names',
  'needed',
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
  'user',
  'value',
  'volume',
] as const

/** A detail that an engine left out does not take the sentence away. */
const leftOut = Object.fromEntries(detailNames.map((name) => [name, '…']))

/** Details that are numbers, so that a sentence can tell one from several. */
const counts: readonly string[] = ['done', 'failed', 'kept', 'most', 'total']

function values(failure: Failure): Record<string, string | number> {
  const told = Object.entries(failure.details).map(([name, value]) => [
    name,
    counts.includes(name) ? Number(value) : plain(value),
  ])
  return { ...leftOut, ...Object.fromEntries(told) }
}

/** What went wrong, as a sentence. */
export function errorSentence(failure: Failure): string {
  return t(`error-${failure.code}`, values(failure))
}

/** What to do about it, where there is something. */
export function errorNext(failure: Failure): string | null {
  // Nothing comes near to what was typed.
  if (failure.details.suggestion === '') return null
  const id = `error-${failure.code}-next`
  return has(id) ? t(id, values(failure)) : null
}

/** What a rejected promise of the engine carries; anything else is a fault of ours. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'details' in thrown) return thrown as Failure
  return { code: 'internal', message: String(thrown), details: {} }
}
