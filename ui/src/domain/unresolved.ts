/** Values of a pasted command that a shell would have filled in: until somebody writes them, they are not what was meant. */
import type { Action } from '../engine/gen/action'
import type { Problem } from '../engine/gen/command'
import type { ParsedCommand } from '../engine/gen/parse'

export interface Unresolved {
  /** The action's field. */
  field: string
  /** The value as it is in the field. */
  value: string
  /** As it was typed in the command. */
  typed: string
}

export function unresolvedIn({ action, remarks }: ParsedCommand): Unresolved[] {
  return remarks.flatMap(({ kind, field, index, words }) => {
    const value = kind === 'needsValue' ? valuesAt(action, field)[index ?? 0] : undefined
    return value === undefined ? [] : [{ field, value, typed: words }]
  })
}

/** What is still to be written, at the place where it is by now; `null` once it was changed. */
export function unresolvedProblem(action: Action, { field, value, typed }: Unresolved): Problem | null {
  const index = valuesAt(action, field).indexOf(value)
  if (index < 0) return null
  const error = { code: 'valueUnresolved' as const, message: '', byEngine: false, details: { value: typed } }
  return { field, index: isList(action, field) ? index : null, warning: false, error }
}

function isList(action: Action, field: string): boolean {
  return Array.isArray((action as Record<string, unknown>)[field])
}

function valuesAt(action: Action, field: string): string[] {
  const value = (action as Record<string, unknown>)[field]
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((one) => typeof one === 'string')
}
