/** Something that is asked for and is no job: whether it is under way, and why it failed. */
import { Latest } from '../state/latest.svelte'

export class Operation extends Latest<void> {
  /** Asks, and forgets why it failed before. */
  override ask(work: () => Promise<void>): Promise<boolean> {
    this.failure = null
    return super.ask(work)
  }
}
