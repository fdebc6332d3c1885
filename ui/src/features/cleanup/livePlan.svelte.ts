/** The plan for what is ticked, always that for the newest ticks, and how it changed because the engine did. */
import { isNothing } from '../../domain/cleanup/choice'
import { changes, noPlan, type PlanChange } from '../../domain/cleanup/plan'
import type { Engine, Failure } from '../../engine/engine'
import type { CleanupChoice, Plan } from '../../engine/gen/cleanup'
import type { DiskUsage } from '../../engine/gen/disk'
import { Latest } from '../../state/latest.svelte'

/** What a plan depends on. */
export interface PlanBasis {
  readonly choice: CleanupChoice
  readonly usage: DiskUsage | null
  readonly pins: readonly string[]
  /** Of the engine's images and containers. */
  readonly revision: number
}

export class LivePlan {
  value: Plan = $state.raw(noPlan)
  /** False while {@link value} is a plan for other ticks. */
  current = $state(true)
  /** What is otherwise because the engine changed, since the ticks were last changed. */
  news: readonly PlanChange[] = $state.raw([])

  readonly #engine: Engine
  readonly #basis: () => PlanBasis
  readonly #answer = new Latest<Plan>()
  #frame = 0
  /** The plan that {@link news} compares with. */
  #before: { basis: PlanBasis; plan: Plan } | null = null

  constructor(engine: Engine, basis: () => PlanBasis) {
    this.#engine = engine
    this.#basis = basis
  }

  get failure(): Failure | null {
    return this.#answer.failure
  }

  /** Asks for the plan, once a frame at most. */
  ask(): void {
    this.current = false
    cancelAnimationFrame(this.#frame)
    this.#answer.cancel()
    if (isNothing(this.#basis().choice)) {
      this.#answer.reset()
      this.#show(noPlan)
    } else this.#frame = requestAnimationFrame(() => void this.#request())
  }

  /** The person has read what changed. */
  acknowledge(): void {
    this.news = []
    this.#before = { basis: this.#basis(), plan: this.value }
  }

  /** What changed until now is no news. */
  forgetNews(): void {
    this.news = []
    this.#before = null
  }

  async #request(): Promise<void> {
    const newest = await this.#answer.ask(() => this.#engine.plan(this.#basis().choice))
    const plan = this.#answer.value
    if (newest && plan && !this.failure) this.#show(plan)
  }

  #show(plan: Plan): void {
    const basis = this.#basis()
    const before = this.#before
    const sameWish = before !== null && sameButRevision(before.basis, basis)
    if (!sameWish) this.#before = { basis, plan }
    this.news = sameWish && before.basis.revision !== basis.revision ? changes(before.plan, plan) : []
    this.value = plan
    this.current = true
  }
}

function sameButRevision(one: PlanBasis, other: PlanBasis): boolean {
  return one.choice === other.choice && one.usage === other.usage && one.pins === other.pins
}
