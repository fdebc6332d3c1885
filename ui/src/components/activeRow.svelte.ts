/**
 * The row of a table that the keyboard is on, by its ID: it stays on it when rows move, and when that row goes it is on
 * the one that took its place.
 */
export class ActiveRow {
  #id: string | null = $state(null)
  /** Where the row was seen last. */
  #place = 0
  readonly #ids: () => readonly string[]

  /** Call while a component is set up; `ids` are those of the rows, in their order. */
  constructor(ids: () => readonly string[]) {
    this.#ids = ids
    $effect(() => {
      const now = ids()
      if (this.#id === null || now.length === 0) return
      const at = now.indexOf(this.#id)
      if (at >= 0) this.#place = at
      else this.#id = now[Math.min(this.#place, now.length - 1)] ?? null
    })
  }

  /** Its place among the rows; -1 while it is on none. */
  readonly index = $derived.by(() => this.#ids().indexOf(this.#id ?? ''))

  get id(): string | null {
    return this.#id
  }

  set id(id: string | null) {
    this.#id = id
  }
}
