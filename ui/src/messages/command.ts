/** A docker command in words: what it says, and what that means. */
import type { CommandLine, Meaning } from '../engine/gen/command'
import { escapeInvisible } from './escapeInvisible'
import { has } from './index.svelte'
import { say, type Message } from './message'

/** The command that was recorded when it was asked for; explained as long as it would still be written so. */
export function recorded(text: string, drafted: CommandLine): CommandLine {
  return drafted.text === text ? drafted : unexplained(text)
}

/** A command that is nobody's action: only its text. */
export function unexplained(text: string): CommandLine {
  return { text, whole: null, parts: [] }
}

/** The line as it is shown, with its flags' long names or as guides write them. */
export function commandText(command: CommandLine, long: boolean): string {
  return long && command.parts.length > 0 ? command.parts.map((part) => part.long).join(' ') : command.text
}

/** What a part means here; `null` where there is nothing to say. */
export function explanation(part: Meaning): Message | null {
  return message(`explain-${part.term}`, part)
}

/** The same as a sentence, for a title. */
export function explanationText(part: Meaning): string | null {
  const explained = explanation(part)
  // It may end with one that has nothing to say here.
  return explained && say(explained).trim()
}

/** What the engine does of a command. */
export function commandSummary(command: CommandLine): Message | null {
  return command.whole && message(`does-${command.whole.term}`, command.whole)
}

/** As many as `most` of a long list, in their order: the first of each kind wherever it stands, and of the others the first. */
export function sampleByKind<T>(all: readonly T[], most: number, kindOf: (one: T) => string): T[] {
  if (all.length <= most) return [...all]
  const kinds = new Set<string>()
  const isFirst = all.map((one) => kinds.size < kinds.add(kindOf(one)).size)
  let room = most - kinds.size
  return all.filter((_, at) => isFirst[at] === true || room-- > 0)
}

function message(id: string, { values }: Meaning): Message | null {
  return has(id) ? { id, values: messageValues(values) } : null
}

/** Values as a message takes them: counts as numbers, so that a sentence can tell one from several. */
export function messageValues(values: Meaning['values']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'count' ? Number(value) : escapeInvisible(value)]),
  )
}
