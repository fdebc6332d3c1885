/** Parses a text as a docker command while it is typed or pasted; the newest answer wins. */
import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { Reading } from '../../engine/gen/parse'

export class Reader {
  reading: Reading | null = $state.raw(null)
  failure: Failure | null = $state.raw(null)
  #asked = 0

  constructor(private readonly engine: Engine) {}

  /** Parses the text; resolves to `null` if another text was given meanwhile. */
  async read(text: string): Promise<Reading | null> {
    const asked = ++this.#asked
    if (text.trim() === '') {
      this.#settle(null, null)
      return null
    }
    try {
      const reading = await this.engine.readCommand(text)
      if (asked !== this.#asked) return null
      this.#settle(reading, null)
      return reading
    } catch (thrown) {
      if (asked === this.#asked) this.#settle(null, asFailure(thrown))
      return null
    }
  }

  forget() {
    this.#asked++
    this.#settle(null, null)
  }

  #settle(reading: Reading | null, failure: Failure | null) {
    this.reading = reading
    this.failure = failure
  }
}
