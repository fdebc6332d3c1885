/** Terms found in a text. */
import type { Language } from './index.svelte'
import { others, termIds, terms, type TermId } from './terms'

export interface Piece {
  text: string
  /** The term that it is the word of; `null` for all that stands between. */
  term: TermId | null
}

/** What stands between these two is somebody else's text, such as an image's name, and holds no words of ours. */
export const foreign = { begin: '\ue000', end: '\ue001' } as const

interface Vocabulary {
  pattern: RegExp
  /** By the word; `null` for one that only looks like a term. */
  terms: ReadonlyMap<string, TermId | null>
}

const vocabularies: Partial<Record<Language, Vocabulary>> = {}

function vocabulary(language: Language): Vocabulary {
  return (vocabularies[language] ??= vocabularyOf(language))
}

function vocabularyOf(language: Language): Vocabulary {
  const known = new Map<string, TermId | null>()
  const know = (word: string, id: TermId | null) => [word, capital(word)].forEach((form) => known.set(form, id))
  for (const word of others[language]) know(word, null)
  for (const id of termIds) for (const word of terms[id].words[language]) know(word, id)
  // Alternatives are tried in their order: the longest word wins.
  const words = [...known.keys()].sort((a, b) => b.length - a.length).map(bounded)
  const skipped = `${foreign.begin}[^${foreign.end}]*${foreign.end}`
  return { pattern: new RegExp(`${skipped}|${words.join('|')}`, 'gu'), terms: known }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/**
 * A word is one only where it begins and ends as one, and not within what is written for a machine: `user/image`,
 * `repository[:tag]`, `--platform`, `docker pull`. Chinese has no spaces between words.
 */
function bounded(word: string): string {
  const latin = /^\w/.test(word)
  const begin = latin ? '(?<![\\w./:@\\[$-]|docker )' : '(?<![/:@\\[])'
  const end = /\w$/.test(word) ? '(?![\\w\\[=-]|[./:@][\\w\\[])' : '(?![/\\[])'
  return `${begin}${word}${end}`
}

/** A text in pieces. Each term is found once, where it stands first; `without` leaves one out. */
export function recognise(text: string, language: Language, without: TermId | null = null): Piece[] {
  const { pattern, terms: known } = vocabulary(language)
  const found = new Set<TermId | null>([without])
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    const term = known.get(match[0]) ?? null
    if (term === null || found.has(term)) continue
    found.add(term)
    if (match.index > from) pieces.push({ text: bare(text.slice(from, match.index)), term: null })
    pieces.push({ text: match[0], term })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: bare(text.slice(from)), term: null })
  return pieces
}

function bare(text: string): string {
  return text.replaceAll(foreign.begin, '').replaceAll(foreign.end, '')
}
