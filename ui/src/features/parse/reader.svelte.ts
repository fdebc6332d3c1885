/** Parses a text as a docker command while it is typed or pasted; the newest answer wins. */
import type { Engine, Failure } from '../../engine/engine'
import type { ParsedCommand } from '../../engine/gen/parse'
import { Latest } from '../../state/latest.svelte'

export class Reader {
  readonly #answer = new Latest<ParsedCommand>()
  readonly failure: Failure | null = $derived(this.#answer.failure)
  readonly parsed: ParsedCommand | null = $derived(this.failure ? null : this.#answer.value)

  constructor(private readonly engine: Engine) {}

  /** Parses the text; resolves to `null` if another text was given meanwhile. */
  async read(text: string): Promise<ParsedCommand | null> {
    if (text.trim() === '') {
      this.forget()
      return null
    }
    const newest = await this.#answer.ask(() => this.engine.parseCommand(text))
    return newest ? this.parsed : null
  }

  forget() {
    this.#answer.reset()
  }
}
