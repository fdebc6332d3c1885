/** The two directions of a console, each in order and never faster than the other side takes it. */

/**
 * Shows what `read` brings until it brings nothing. One chunk is read while the one before is being shown, and no more:
 * so nobody waits for the way between, and the pressure of a flood still reaches the program that makes it.
 */
export async function pump(
  read: () => Promise<Uint8Array>,
  show: (chunk: Uint8Array, done: () => void) => void,
): Promise<void> {
  let shown = Promise.resolve()
  for (;;) {
    const chunk = await read()
    const before = shown
    if (chunk.length > 0) shown = new Promise((done) => show(chunk, done))
    await before
    if (chunk.length === 0) return
  }
}

/** Sends strings one after the other; what comes while one is under way goes together with the next. */
export class Sender {
  #waiting = ''
  #sending = false

  constructor(
    private readonly write: (data: string) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  send(data: string): void {
    this.#waiting += data
    if (!this.#sending) void this.#drain()
  }

  async #drain(): Promise<void> {
    this.#sending = true
    try {
      while (this.#waiting !== '') {
        const data = this.#waiting
        this.#waiting = ''
        await this.write(data)
      }
    } catch (error) {
      this.#waiting = ''
      this.failed(error)
    } finally {
      this.#sending = false
    }
  }
}

/** Calls `quiet` once after something was typed and the output that followed has paused. */
export class Quiet {
  #typed = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly quiet: () => void,
    private readonly pause = 500,
  ) {}

  input(): void {
    this.#typed = true
  }

  output(): void {
    if (!this.#typed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#typed = false
      this.quiet()
    }, this.pause)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
