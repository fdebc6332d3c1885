/** An answer of the engine that takes its time, and when it was given. */
import type { Failure } from '../../engine/engine'
import { Latest } from '../../state/latest.svelte'

export class Reading<Value> {
  busy = $state(false)
  /** When it was read, in seconds since 1970. */
  at = $state(0)
  /** How long the last one took, in milliseconds. */
  took = 0
  readonly #answer = new Latest<Value>()
  #again: (() => Promise<Value>) | null = null

  get value(): Value | null {
    return this.#answer.value
  }

  get failure(): Failure | null {
    return this.#answer.failure
  }

  /** Reads; while a reading is under way, once more after it, however often it is asked for. */
  async read(request: () => Promise<Value>): Promise<void> {
    if (this.busy) {
      this.#again = request
      return
    }
    this.busy = true
    for (let next: (() => Promise<Value>) | null = request; next; next = this.#taken()) {
      const began = performance.now()
      const kept = await this.#answer.ask(next)
      if (!kept) return
      this.took = performance.now() - began
      if (!this.failure) this.at = Date.now() / 1000
    }
    this.busy = false
  }

  /** Forgets what was read, and what is being read. */
  forget(): void {
    this.#answer.reset()
    this.#again = null
    this.busy = false
    this.at = 0
  }

  #taken(): (() => Promise<Value>) | null {
    const next = this.#again
    this.#again = null
    return next
  }
}
