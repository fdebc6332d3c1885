/** How the dock was left: kept in the window's own storage. */
const key = 'slipway.dock'

interface Preferences {
  /** Pixels. */
  height: number
  /** Whether terminals speak to a screen reader. */
  screenReader: boolean
}

function load(): Preferences {
  const fresh = { height: 280, screenReader: false }
  try {
    return { ...fresh, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) }
  } catch {
    return fresh // what is stored there is not ours
  }
}

let current: Preferences = $state.raw(load())

export function dockPreferences(): Preferences {
  return current
}

/** What the dock is dragged through: it is kept only when that is said. */
export function dragDock(height: number): void {
  current = { ...current, height }
}

export function setDockPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  localStorage.setItem(key, JSON.stringify(current))
}
