/** What examples are taken from: the engine as it stands, and one image's insides, read when somebody looks. */
import type { Door } from '../../engine/context'
import type { ImageDetail } from '../../engine/gen/image'
import { subjectOf, type Sight } from './examples'

export class Subject {
  #detail: ImageDetail | null = $state.raw(null)
  readonly #door: Door

  /** Call while a component is set up; the image is read once `wanted` holds. */
  constructor(door: Door, wanted: () => boolean) {
    this.#door = door
    const id = $derived(wanted() ? subjectOf(door.live)?.id : undefined)
    $effect(() => {
      const asked = id
      if (asked === undefined) return
      door.engine.imageDetail(asked).then(
        (answer) => {
          if (asked === id) this.#detail = answer
        },
        () => {}, // then there is no example
      )
    })
  }

  get sight(): Sight {
    return { live: this.#door.live, detail: this.#detail }
  }
}
