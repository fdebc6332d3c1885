/** The actions that Ctrl/⌘-K offers: every feature adds its own, once, when its module is loaded. */
import type { Door } from '../../engine/context'

export interface PaletteAction {
  /** The key of its message, which is its name. */
  message: string
  /** Whether it can be done as things stand; always, when left out. */
  possible?: (door: Door) => boolean
  run: (door: Door) => void
}

const actions: PaletteAction[] = []

export function offer(...more: PaletteAction[]): void {
  actions.push(...more)
}

export function offered(door: Door): PaletteAction[] {
  return actions.filter((action) => action.possible?.(door) ?? true)
}
