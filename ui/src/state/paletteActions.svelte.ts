/** The actions that Ctrl/⌘-K offers: every feature adds its own, once, when its module is loaded. */
import type { Door } from '../engine/context'

export interface PaletteAction {
  /** The key of its message, which is its name. */
  message: string
  /** Whether it can be done as things stand; always, when left out. */
  possible?: (door: Door) => boolean
  run?: (door: Door) => void
  /** What it may be done with, where that has to be said first; without any, it cannot be done. */
  choices?: (door: Door) => Choice[]
}

export interface Choice {
  /** Tells it from the others. */
  key: string
  name: string
  run: () => void
}

const actions: PaletteAction[] = []

export function offer(...more: PaletteAction[]): void {
  actions.push(...more)
}

export function offered(door: Door): PaletteAction[] {
  return possible(actions, door)
}

/** Those that can be done as things stand. */
export function possible(actions: readonly PaletteAction[], door: Door): PaletteAction[] {
  return actions.filter(
    (action) => (action.possible?.(door) ?? true) && (!action.choices || action.choices(door).length > 0),
  )
}
