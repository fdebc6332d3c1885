/**
 * Every word the window shows, in two languages. One `.ftl` file for each feature and language; a test holds the two
 * languages to the same keys.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

const files = import.meta.glob<string>('./*/*.ftl', { query: '?raw', import: 'default', eager: true })

function bundle(language: Language): FluentBundle {
  // Isolation marks would end up in copied text and in commands.
  const made = new FluentBundle(language, { useIsolating: false })
  for (const [path, source] of Object.entries(files)) {
    if (path.startsWith(`./${language}/`)) made.addResource(new FluentResource(source))
  }
  return made
}

const made: Partial<Record<Language, FluentBundle>> = {}

/** A language's messages, made when they are first asked for. */
function messages(of: Language): FluentBundle {
  return (made[of] ??= bundle(of))
}

let current: Language = $state('en')

export function language(): Language {
  return current
}

export function setLanguage(chosen: Language): void {
  current = chosen
  document.documentElement.lang = chosen
}

/** The language that a person's system asks for, as far as we have it. */
export function systemLanguage(preferred: readonly string[] = navigator.languages): Language {
  return preferred
    .find((tag) => /^(zh|en)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh-CN'
    : 'en'
}

/** Whether there is such a message. */
export function has(id: string): boolean {
  return messages(current).hasMessage(id)
}

/** Whether there is such a message, and these values are all that it names. */
export function isComplete(id: string, values: Record<string, FluentVariable>): boolean {
  const pattern = messages(current).getMessage(id)?.value
  if (!pattern) return false
  const missing: Error[] = []
  messages(current).formatPattern(pattern, values, missing)
  return missing.length === 0
}

/** The message `id` in the person's language; reactive where it is called from a component. */
export function t(id: string, values?: Record<string, FluentVariable>): string {
  return messageIn(current, id, values)
}

/** The message `id` in one of the languages, whichever the person has. */
export function messageIn(of: Language, id: string, values?: Record<string, FluentVariable>): string {
  const chosen = messages(of)
  const pattern = chosen.getMessage(id)?.value
  if (!pattern) throw new Error(`no message ${id} in ${of}`)
  return chosen.formatPattern(pattern, values)
}

/** What a message is made of, for tests. */
export function messagePattern(of: Language, id: string): unknown {
  return messages(of).getMessage(id)?.value
}

/** All message ids of a language, for tests. */
export function messageIds(of: Language): string[] {
  return [...messages(of)._messages.keys()].sort()
}
