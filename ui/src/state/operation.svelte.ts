/** A request that is no job: whether it is under way, and why it failed. */
import type { Failure } from '../engine/engine'
import { Latest } from './latest.svelte'

export class Operation {
  readonly #answer = new Latest<void>()

  get busy(): boolean {
    return this.#answer.pending
  }

  get failure(): Failure | null {
    return this.#answer.failure
  }

  /** Sends a request, and forgets why the last one failed. */
  async run(request: () => Promise<void>): Promise<void> {
    this.#answer.reset()
    await this.#answer.ask(request)
  }
}
