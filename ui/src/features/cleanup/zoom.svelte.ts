/** Zooming in and out of the picture. */
import type { Cleanup } from './cleanup.svelte'
import { everything, moved, showing, zoomed, type Block, type Sight } from './icicle'

export class Zoom {
  readonly #cleanup: Cleanup
  /** The ways back. */
  #trail: Sight[] = []

  constructor(cleanup: Cleanup) {
    this.#cleanup = cleanup
  }

  get sight(): Sight {
    return this.#cleanup.sight
  }

  get zoomedIn(): boolean {
    return this.sight.to - this.sight.from < 1
  }

  to(block: Block): void {
    this.#trail.push(this.sight)
    this.#look({ from: block.x0, to: block.x1 })
  }

  out(): void {
    this.#look(this.#trail.pop() ?? everything)
  }

  all(): void {
    this.#trail = []
    this.#look(everything)
  }

  /** Nearer to or farther from a point of the sight, given as a part of its width. */
  around(part: number, factor: number): void {
    const { from, to } = this.sight
    this.#look(zoomed(this.sight, from + part * (to - from), factor))
  }

  /** Moves aside by a part of the sight's width. */
  move(part: number): void {
    this.#look(moved(this.sight, part))
  }

  show(block: Block): void {
    this.#look(showing(this.sight, block))
  }

  #look(to: Sight): void {
    if (to.from === this.sight.from && to.to === this.sight.to) return
    this.#cleanup.sight = to
  }
}
