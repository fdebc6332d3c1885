/** A message with the terms in it. */
import type { FluentVariable } from '@fluent/bundle'

import { language, t } from './index.svelte'
import { foreign, recognise, type Piece } from './recognise'
import type { TermId } from './terms'

export type Values = Record<string, FluentVariable>

/** A message to be said, as data: `<Text {...message} />`. */
export interface Message {
  id: string
  values?: Values
}

/** The same as plain words, for a title or a screen reader. */
export function say({ id, values }: Message): string {
  return t(id, values)
}

/** The message `id` in pieces; what its values say is never taken for a term. Reactive as `t` is. */
export function messagePieces(id: string, values: Values = {}, without: TermId | null = null): Piece[] {
  const text = t(id, values)
  const marked = t(id, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, markForeign(value)])))
  // A message that chooses its words by a value chooses otherwise when that is marked; then its words are all ours.
  const pieces = recognise(marked, language(), without)
  const same = pieces.map((piece) => piece.text).join('') === text
  return same ? pieces : recognise(text, language(), without)
}

function markForeign(value: FluentVariable): FluentVariable {
  return typeof value === 'string' ? `${foreign.begin}${value}${foreign.end}` : value
}
