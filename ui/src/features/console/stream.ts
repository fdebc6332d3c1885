/** The two directions of a console, each in order and never faster than the other side takes it. */
import type { Printed } from '../../engine/engine'

/**
 * Shows what `read` brings until it brings nothing. One chunk is read while the one before is being shown, and no more:
 * so nobody waits for the way between, and the pressure of a flood still reaches the program that makes it.
 */
export async function pump(
  read: (from: number) => Promise<Printed>,
  show: (printed: Printed, done: () => void) => void,
): Promise<void> {
  let shown = Promise.resolve()
  for (let from = 0; ;) {
    const printed = await read(from)
    const before = shown
    if (printed.bytes.length > 0) {
      shown = new Promise((done) => {
        show(printed, done)
      })
    }
    await before
    if (printed.bytes.length === 0) return
    from = printed.next
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
