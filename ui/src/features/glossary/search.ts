/** Terms found by what somebody types. */
import { languages, messageIn } from '../../messages/index.svelte'
import { termIds, terms, type TermId } from '../../messages/terms'

/** Those with the text in a name or a word, in either language; if there are none, those that speak of it. */
export function searchTerms(query: string): readonly TermId[] {
  const text = query.trim().toLowerCase()
  if (text === '') return termIds
  const named = termIds.filter((id) => names(id).includes(text))
  return named.length > 0 ? named : termIds.filter((id) => meanings(id).includes(text))
}

function names(id: TermId): string {
  return languages
    .flatMap((language) => [messageIn(language, `term-${id}`), ...terms[id].words[language]])
    .join('\n')
    .toLowerCase()
}

function meanings(id: TermId): string {
  return languages
    .map((language) => messageIn(language, `term-${id}-meaning`))
    .join('\n')
    .toLowerCase()
}
