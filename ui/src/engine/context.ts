/** The engine and its state in Svelte's context, so that a test can provide a fake one. */
import { createContext } from 'svelte'

import type { Engine } from './engine'
import type { EngineState } from './engineState.svelte'

export interface AppContext {
  readonly engine: Engine
  readonly live: EngineState
}

const [get, set] = createContext<AppContext>()

export const useApp = get
export const provideApp = set
