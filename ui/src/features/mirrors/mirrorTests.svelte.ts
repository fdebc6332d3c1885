/** Tests of mirrors, each by the address that was tested: one that is edited afterwards has no result. */
import { SvelteMap } from 'svelte/reactivity'

import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { MirrorTest } from '../../engine/gen/mirror'

export interface Testing {
  /** What is known so far. */
  test: MirrorTest | null
  /** Why there was no test at all: an address or an image that is none. */
  failure: Failure | null
  running: boolean
}

export class MirrorTests {
  #engine: Engine
  #known = new SvelteMap<string, Testing>()
  #ends = new Map<string, AbortController>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  of(mirror: string): Testing | undefined {
    return this.#known.get(mirror.trim())
  }

  async begin(mirror: string, image: string): Promise<void> {
    const address = mirror.trim()
    this.stop(address)
    const end = new AbortController()
    this.#ends.set(address, end)
    const set = (known: Testing) => {
      if (!end.signal.aborted) this.#known.set(address, known)
    }
    set({ test: null, failure: null, running: true })
    try {
      const onProgress = (test: MirrorTest) => {
        set({ test, failure: null, running: true })
      }
      set({
        test: await this.#engine.testMirror(address, image, onProgress, end.signal),
        failure: null,
        running: false,
      })
    } catch (thrown) {
      set({ test: null, failure: asFailure(thrown), running: false })
    }
  }

  stop(mirror: string): void {
    const address = mirror.trim()
    this.#ends.get(address)?.abort()
    this.#ends.delete(address)
    this.#known.delete(address)
  }

  stopAll(): void {
    for (const address of [...this.#ends.keys()]) this.stop(address)
  }
}
