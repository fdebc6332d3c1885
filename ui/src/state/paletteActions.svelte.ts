/** The actions that Ctrl/⌘-K offers: every feature registers its own when its module is loaded. */
import type { AppContext } from '../engine/context'

export interface PaletteAction {
  /** The key of the message that names it. */
  message: string
  /** Whether it is possible now; always, if omitted. */
  possible?: (app: AppContext) => boolean
  run?: (app: AppContext) => void
  /** Its possible targets, if one has to be chosen first; without any, the action isn't offered. */
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

/** The registered actions that are possible now. */
export function paletteActions(app: AppContext): PaletteAction[] {
  return available(actions, app)
}

export function available(actions: readonly PaletteAction[], app: AppContext): PaletteAction[] {
  return actions.filter(
    (action) => (action.possible?.(app) ?? true) && (!action.choices || action.choices(app).length > 0),
  )
}
