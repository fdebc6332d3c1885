/** The popover that opens at a term. It shows examples from the engine's state, so it is provided from a higher floor. */
import { createContext, type Component } from 'svelte'

import type { TermId } from './terms'

export interface TermPopoverProps {
  /** The word that it is about. */
  anchor: HTMLElement
  id: TermId
  onclosed: () => void
}

const [get, set, isProvided] = createContext<Component<TermPopoverProps>>()

export const provideTermPopover = set

/** `null` where none is provided: terms are then words alone. */
export function useTermPopover(): Component<TermPopoverProps> | null {
  return isProvided() ? get() : null
}
