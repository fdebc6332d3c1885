/** The settings; where no language or theme is chosen, the system's applies. */
import { asFailure, type Engine, type Failure } from '../engine/engine'
import type { Settings } from '../engine/gen/settings'
import { languages, setLanguage, systemLanguage } from '../messages/index.svelte'

let chosen: Settings = $state.raw({
  language: null,
  theme: 'system',
  longFlags: false,
  pins: [],
  suggestions: { days: 30, keepTags: 2 },
  mirrors: [],
  purpose: null,
})

export function settings(): Settings {
  return chosen
}

function show(now: Settings): void {
  chosen = now
  setLanguage(languages.find((known) => known === now.language) ?? systemLanguage())
  if (now.theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = now.theme
}

/**
 * Loads and applies the settings; resolves to why they can't be read. The first-run screen is skipped then: otherwise it
 * would open at every start.
 */
export async function loadSettings(engine: Engine): Promise<Failure | null> {
  try {
    show(await engine.settings())
    return null
  } catch (thrown) {
    show({ ...chosen, purpose: 'work' })
    return asFailure(thrown)
  }
}

/** Applies the change and saves it; resolves to why it can't be saved. */
export async function choose(engine: Engine, change: Partial<Settings>): Promise<Failure | null> {
  show({ ...chosen, ...change })
  return engine.saveSettings(chosen).then(
    () => null,
    (thrown: unknown) => asFailure(thrown),
  )
}

/** Saves the change and applies it once it is saved: for values that may be refused, such as an invalid pin. */
export async function keep(engine: Engine, change: Partial<Settings>): Promise<Failure | null> {
  const changed = { ...chosen, ...change }
  try {
    await engine.saveSettings(changed)
  } catch (thrown) {
    return asFailure(thrown)
  }
  show(changed)
  return null
}
