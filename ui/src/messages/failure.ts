/** An error in words: its sentence, and what to do next. */
import type { Failure } from '../engine/engine'
import { escapeInvisible } from './escapeInvisible'
import { isComplete } from './index.svelte'
import { say, type Message, type Values } from './message'

/** Details that are numbers, so that a sentence can tell one from several. */
const counts: readonly string[] = ['done', 'failed', 'kept', 'most', 'total']

/** Details that only choose between sentences: without one, the last applies. */
const choices = { done: 'none', instruction: 'none', kept: 'none', limit: 'none', missing: 'none', until: 'unknown' }

/** Docker Hub, the one registry that has mirrors and that docker logs in to without its name. */
const hub = 'docker.io'

function values(failure: Failure): Values {
  const entries = Object.entries(failure.details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, counts.includes(name) ? Number(value) : escapeInvisible(value)])
  const registryKind = failure.details.registry === hub ? 'hub' : 'other'
  return { ...choices, ...Object.fromEntries(entries), registryKind }
}

/** The first of these messages that has all it names. */
function complete(ids: readonly string[], values: Values): Message | null {
  const id = ids.find((id) => isComplete(id, values))
  return id === undefined ? null : { id, values }
}

/**
 * What went wrong. An engine does not always name what it speaks of: a sentence is only shown with all its details, else the
 * code's sentence without any.
 */
export function errorMessage(failure: Failure): Message {
  const { code } = failure
  return complete([`error-${code}`, `error-${code}-bare`], values(failure)) ?? { id: 'failure-unnamed' }
}

/** What to do about it, where there is something, and all that it names is known. */
export function nextMessage(failure: Failure): Message | null {
  return complete([`error-${failure.code}-next`], values(failure))
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
