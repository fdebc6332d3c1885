/** Whether the glossary is open, and at which term; anybody may open it. */
import type { TermId } from '../../messages/terms'

let shown: { term: TermId | null } | null = $state.raw(null)

/** Opens the glossary, at a term where one is meant. */
export function openGlossary(term: TermId | null = null): void {
  shown = { term }
}

export function closeGlossary(): void {
  shown = null
}

/** What it is open at; `null` while it is closed. */
export function glossary(): { readonly term: TermId | null } | null {
  return shown
}
