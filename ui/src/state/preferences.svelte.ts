/** The person's language and theme: as chosen, else as the system has them. */
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
 * Shows the window as it was left; resolves to why it cannot be. Who cannot be told what was chosen is not asked for it anew
 * each time.
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

/** Shows the window so from now on, and keeps it; resolves to what kept it from being kept. */
export async function choose(engine: Engine, change: Partial<Settings>): Promise<Failure | null> {
  show({ ...chosen, ...change })
  return engine.saveSettings(chosen).then(
    () => null,
    (thrown: unknown) => asFailure(thrown),
  )
}

/** Keeps it, and shows the window so once it is kept: for what may be refused, such as a pin that is no pattern. */
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
