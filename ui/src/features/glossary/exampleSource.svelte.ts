/** What examples are taken from: the engine's state, and the details of one image, read when a component needs them. */
import type { AppContext } from '../../engine/context'
import type { ImageDetail } from '../../engine/gen/image'
import { Latest } from '../../state/latest.svelte'
import { subjectOf, type ExampleContext } from './examples/example'

export class ExampleSource {
  /** Where it cannot be read, there is no example. */
  readonly #detail = new Latest<ImageDetail>()
  readonly #app: AppContext

  /** Call during component setup; the image is read once `needed` holds. */
  constructor(app: AppContext, needed: () => boolean) {
    this.#app = app
    const id = $derived(needed() ? subjectOf(app.live)?.id : undefined)
    $effect(() => {
      const asked = id
      if (asked !== undefined) void this.#detail.ask(() => app.engine.imageDetail(asked))
    })
  }

  get context(): ExampleContext {
    return { live: this.#app.live, detail: this.#detail.value }
  }
}
