/** A request that is no job: whether it is under way, and why it failed. */
import { asFailure, type Failure } from '../engine/engine'

export class Operation {
  busy = $state(false)
  failure: Failure | null = $state.raw(null)

  async run(work: () => Promise<void>): Promise<void> {
    this.failure = null
    this.busy = true
    await work().catch((thrown: unknown) => (this.failure = asFailure(thrown)))
    this.busy = false
  }
}
