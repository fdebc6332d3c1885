/** The actions that Ctrl/⌘-K offers: every feature registers its own when its module is loaded. */
import type { AppContext } from '../engine/context'

export interface PaletteAction {
  /** The key of its message, which is its name. */
  message: string
  /** Whether it can be done as things are; always, when left out. */
  possible?: (app: AppContext) => boolean
  run?: (app: AppContext) => void
  /** What it may be done with, where that has to be said first; without any, it cannot be done. */
  choices?: (app: AppContext) => Choice[]
}

export interface Choice {
  /** Unique among the choices. */
  key: string
  name: string
  run: () => void
}

const actions: PaletteAction[] = []

export function registerPaletteActions(...more: PaletteAction[]): void {
  actions.push(...more)
}

/** The registered actions that can be done as things are. */
export function paletteActions(app: AppContext): PaletteAction[] {
  return available(actions, app)
}

export function available(actions: readonly PaletteAction[], app: AppContext): PaletteAction[] {
  return actions.filter(
    (action) => (action.possible?.(app) ?? true) && (!action.choices || action.choices(app).length > 0),
  )
}
