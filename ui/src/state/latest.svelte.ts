/** The answer to the newest of several requests: an older answer never overwrites a newer one. */
import { asFailure, type Failure } from '../engine/engine'

export class Latest<Value> {
  /** The newest answer; kept while the next request is pending, and when that fails. */
  value: Value | null = $state.raw(null)
  /** Why the newest request failed; kept while the next one is pending. */
  failure: Failure | null = $state.raw(null)
  #state: 'idle' | 'pending' | 'settled' = $state('idle')
  #newest = 0

  /** Whether the newest request is still unanswered. */
  get pending(): boolean {
    return this.#state === 'pending'
  }

  /** Whether `value` or `failure` is the answer to the newest request. */
  get settled(): boolean {
    return this.#state === 'settled'
  }

  /** Sends a request. Resolves to whether it was still the newest one when the answer arrived. */
  async ask(request: () => Promise<Value>): Promise<boolean> {
    const own = ++this.#newest
    this.#state = 'pending'
    const answer = await request().then(
      (value) => ({ value, failure: null }),
      (thrown: unknown) => ({ value: this.value, failure: asFailure(thrown) }),
    )
    if (own !== this.#newest) return false
    this.value = answer.value
    this.failure = answer.failure
    this.#state = 'settled'
    return true
  }

  /** Ignores the answer to a pending request; usable as the teardown of an effect. */
  readonly cancel = (): void => {
    this.#newest++
    this.#state = 'idle'
  }

  /** Forgets the last answer, and ignores the one to a pending request; usable as the teardown of an effect. */
  readonly reset = (): void => {
    this.cancel()
    this.value = null
    this.failure = null
  }
}
