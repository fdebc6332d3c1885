/** Parses a text as a docker command while it is typed or pasted; the newest answer wins. */
import type { Engine, Failure } from '../../engine/engine'
import type { ParsedCommand } from '../../engine/gen/parse'
import { Latest } from '../../state/latest.svelte'

export class Reader {
  readonly #answer = new Latest<ParsedCommand>()
  readonly failure: Failure | null = $derived(this.#answer.failure)
  readonly parsed: ParsedCommand | null = $derived(this.failure ? null : this.#answer.value)

  constructor(private readonly engine: Engine) {}

  /** Parses the text. Resolves to whether `reading` or `failure` is about it: not if it is empty, or another was given. */
  async read(text: string): Promise<boolean> {
    if (text.trim() !== '') return this.#answer.ask(() => this.engine.parseCommand(text))
    this.forget()
    return false
  }

  forget() {
    this.#answer.reset()
  }
}
