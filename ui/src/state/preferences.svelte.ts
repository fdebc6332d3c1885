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

/** Whether the settings have been read. Until then nothing is saved: it would overwrite pins that nobody has seen. */
let known = false
/** The save under way; the next one waits for it. */
let saving: Promise<unknown> = Promise.resolve()

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
    known = true
    return null
  } catch (thrown) {
    show({ ...chosen, purpose: 'work' })
    const failure = asFailure(thrown)
    // A damaged file was moved aside: from now on the defaults are the settings.
    known = failure.code === 'settingsDamaged'
    return failure
  }
}

/** Applies the change and saves it; resolves to why it can't be saved. */
export function choose(engine: Engine, change: Partial<Settings>): Promise<Failure | null> {
  show({ ...chosen, ...change })
  return save(engine, change, change)
}

/** Saves the change and applies it once it is saved: for values that may be refused, such as an invalid pin. */
export function keep(engine: Engine, change: Partial<Settings>): Promise<Failure | null> {
  return save(engine, change, {})
}

/** Saves changes one after the other, each on top of those before. `applied` is what is shown already. */
function save(engine: Engine, change: Partial<Settings>, applied: Partial<Settings>): Promise<Failure | null> {
  const saved = saving.then(async () => {
    if (!known) {
      show({ ...(await engine.settings()), ...applied })
      known = true
    }
    await engine.saveSettings({ ...chosen, ...change })
    show({ ...chosen, ...change })
  })
  saving = saved.catch(() => undefined)
  return saved.then(
    () => null,
    (thrown: unknown) => asFailure(thrown),
  )
}
