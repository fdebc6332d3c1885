/** What examples are taken from: the engine as it stands, and one image's insides, read when somebody looks. */
import type { Door } from '../../engine/context'
import type { ImageDetail } from '../../engine/gen/image'
import { Latest } from '../../state/latest.svelte'
import { subjectOf, type ExampleContext } from './examples/example'

export class Subject {
  /** Where it cannot be read, there is no example. */
  readonly #detail = new Latest<ImageDetail>()
  readonly #door: Door

  /** Call while a component is set up; the image is read once `wanted` holds. */
  constructor(door: Door, wanted: () => boolean) {
    this.#door = door
    const id = $derived(wanted() ? subjectOf(door.live)?.id : undefined)
    $effect(() => {
      const asked = id
      if (asked !== undefined) void this.#detail.ask(() => door.engine.imageDetail(asked))
    })
  }

  get context(): ExampleContext {
    return { live: this.#door.live, detail: this.#detail.value }
  }
}
