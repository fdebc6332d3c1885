/** How a component gets at the engine: by Svelte's context, so that a test can hand in a fake one. */
import { createContext } from 'svelte'

import type { Engine } from './engine'
import type { Live } from './engineState.svelte'

export interface Door {
  readonly engine: Engine
  readonly live: Live
}

const [get, set] = createContext<Door>()

export const useDoor = get
export const provideDoor = set
