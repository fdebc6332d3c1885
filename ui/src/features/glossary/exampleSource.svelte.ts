/** What examples are taken from: the engine's state, and the details of one image, read when a component needs them. */
import type { AppContext } from '../../engine/context'
import type { ImageDetail } from '../../engine/gen/image'
import { subjectOf, type ExampleContext } from './examples'

export class ExampleSource {
  #detail: ImageDetail | null = $state.raw(null)
  readonly #app: AppContext

  /** Call during component setup; the image is read once `needed` holds. */
  constructor(app: AppContext, needed: () => boolean) {
    this.#app = app
    const id = $derived(needed() ? subjectOf(app.live)?.id : undefined)
    $effect(() => {
      const asked = id
      if (asked === undefined) return
      app.engine.imageDetail(asked).then(
        (answer) => {
          if (asked === id) this.#detail = answer
        },
        () => {}, // then there is no example
      )
    })
  }

  get context(): ExampleContext {
    return { live: this.#app.live, detail: this.#detail }
  }
}
