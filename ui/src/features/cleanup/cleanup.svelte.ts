/**
 * The clean-up of one engine: what was read of it, what is ticked, the plan for that, and the work that carries it out.
 * It outlives the screen, which calls {@link Cleanup.follow}: nothing is asked while nobody looks.
 */
import { untrack } from 'svelte'

import { afterwards, isNothing, nothing, targetsOf, tidied } from '../../domain/cleanup/choice'
import { changes, noPlan, type PlanChange } from '../../domain/cleanup/plan'
import { cleanupProgress, hasEnded } from '../../domain/jobs'
import type { AppContext } from '../../engine/context'
import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { CleanupChoice, DiskUsage, LayerForest, Plan, Suggestion } from '../../engine/gen/cleanup'
import type { EngineInfo, HostFigures } from '../../engine/gen/engine'
import type { Job } from '../../engine/gen/job'
import { settings } from '../../state/preferences.svelte'
import type { Sort } from './cleanupRows'
import { everything, type Sight } from './icicle'

/** Something that is read of the engine, and how that went last. */
class Reading<Value> {
  value: Value | null = $state.raw(null)
  failure: Failure | null = $state.raw(null)
  busy = $state(false)
  /** When it was read, in seconds since 1970. */
  at = $state(0)
  #again: (() => Promise<Value>) | null = null
  #of = 0

  /** Reads; while a reading is under way, once more after it, however often it is asked for. */
  async read(ask: () => Promise<Value>): Promise<void> {
    if (this.busy) {
      this.#again = ask
      return
    }
    this.busy = true
    const of = this.#of
    for (let next: (() => Promise<Value>) | null = ask; next; next = this.#taken()) {
      const answer = await next().then(
        (value) => ({ value }),
        (thrown: unknown) => ({ failure: asFailure(thrown) }),
      )
      if (of !== this.#of) return
      if ('value' in answer) {
        this.value = answer.value
        this.at = Date.now() / 1000
      }
      this.failure = 'failure' in answer ? answer.failure : null
    }
    this.busy = false
  }

  /** Forgets what was read, and what is being read. */
  forget(): void {
    this.#of += 1
    this.#again = null
    this.value = null
    this.failure = null
    this.busy = false
    this.at = 0
  }

  #taken(): (() => Promise<Value>) | null {
    const next = this.#again
    this.#again = null
    return next
  }
}

interface Basis {
  choice: CleanupChoice
  usage: DiskUsage | null
  pins: readonly string[]
  plan: Plan
  revision: number
}

export class Cleanup {
  choice: CleanupChoice = $state.raw(nothing)
  plan: Plan = $state.raw(noPlan)
  planFailure: Failure | null = $state.raw(null)
  /** False while {@link plan} is one for other ticks. */
  current = $state(true)
  /** What is otherwise because the engine changed, since the ticks were last changed. */
  news: readonly PlanChange[] = $state.raw([])

  readonly forest = new Reading<LayerForest>()
  /** How many images of how many have been read, while they are. */
  progress: { done: number; total: number } | null = $state.raw(null)
  readonly usage = new Reading<DiskUsage>()
  /** `value` is `null` for a remote engine, too. */
  readonly host = new Reading<HostFigures | null>()
  suggestions: readonly Suggestion[] | null = $state.raw(null)
  suggestionsFailure: Failure | null = $state.raw(null)
  /** References that a pin holds. */
  pinned: ReadonlySet<string> = $state.raw(new Set())

  /** The work under way or just ended, and the plan that it carries out. */
  work: { id: number; plan: Plan } | null = $state.raw(null)
  /** How that stands; it stays when Activity forgets it. */
  job: Job | null = $state.raw(null)
  readonly working = $derived(this.work !== null && (this.job === null || !hasEnded(this.job.state)))

  /** How the screen is looked at. */
  view: { as: 'picture' | 'list' | 'layers'; filter: string; intermediate: boolean; sort: Sort } = $state({
    as: 'picture',
    filter: '',
    intermediate: false,
    sort: { column: 'own', descending: true },
  })
  sight: Sight = $state.raw(everything)

  readonly #app: AppContext
  #of: string | null = null
  #settled: number | null = null
  #suggested = 0
  #asked = 0
  #frame = 0
  #basis: Basis | null = null

  constructor(app: AppContext) {
    this.#app = app
  }

  /** Changes what is ticked. */
  choose(choice: CleanupChoice): void {
    this.choice = tidied(choice, this.#app.live.images)
  }

  /** The person has read what changed. */
  acknowledge(): void {
    this.news = []
    this.#basis = this.#basisOf(this.plan)
  }

  async begin(): Promise<Failure | null> {
    const plan = this.plan
    try {
      const id = await this.#app.engine.perform({ kind: 'cleanUp', steps: plan.steps, predicted: plan.freed })
      this.job = null
      this.work = { id, plan }
      return null
    } catch (thrown) {
      return asFailure(thrown)
    }
  }

  /** Leaves the result for the next plan. */
  finish(): void {
    if (this.working) return
    this.work = null
    this.job = null
  }

  measure(): void {
    const { engine } = this.#app
    void this.usage.read(() => engine.diskUsage())
    void this.host.read(() => engine.hostFigures())
  }

  readForest(): void {
    const { engine } = this.#app
    void this.forest
      .read(() => engine.layerForest((done, total) => (this.progress = { done, total })))
      .then(() => (this.progress = null))
  }

  /** Call while what shows the work alone is set up: keeps the work true until that goes. */
  followWork(): void {
    $effect(() => this.#followWork())
  }

  /** Call while the screen is set up: keeps everything true until it goes. */
  follow(): void {
    const { live } = this.#app
    /** Containers whose image is gone hold layers, too. */
    const lost = $derived(
      [...live.containers.values()]
        .filter((container) => !live.images.has(container.imageId))
        .map((container) => container.id)
        .join(),
    )
    $effect(() => this.#begin(live.engine))
    $effect(() => {
      void [live.engine, live.images, lost]
      untrack(() => this.readForest())
    })
    $effect(() => {
      void live.engine
      untrack(() => {
        if (!this.usage.busy && (this.usage.value === null || this.host.at === 0)) this.measure()
      })
    })
    this.followWork()
    $effect(() => {
      void [live.images, live.containers, this.forest.value, this.usage.value, settings().pins]
      const rules = settings().suggestions
      untrack(() => this.#suggest(rules))
    })
    $effect(() => {
      void live.images
      const pins = settings().pins
      untrack(() => this.#askForPinned(pins))
    })
    $effect(() => {
      void [live.images, live.containers, this.forest.value, this.usage.value, settings().pins, this.choice]
      if (this.working) return
      untrack(() => this.#askForPlan())
    })
  }

  /** Another engine's images are other images. */
  #begin(engine: EngineInfo | null): void {
    if (!engine) return
    const of = `${engine.endpoint.address} ${engine.rootFolder}`
    if (this.#of !== null && this.#of !== of) {
      for (const reading of [this.forest, this.usage, this.host]) reading.forget()
      this.choice = nothing
      this.suggestions = null
      this.sight = everything
      this.work = null
      this.job = null
      this.#beginAnew()
    }
    this.#of = of
  }

  #followWork(): void {
    const work = this.work
    const job = work && this.#app.live.jobs.get(work.id)
    if (!job) {
      // Activity forgets only what has ended; how it ended is not known then.
      if (work && this.job && !hasEnded(this.job.state)) {
        this.work = null
        this.job = null
        untrack(() => this.#readAll())
      }
      return
    }
    this.job = job
    if (!hasEnded(job.state) || this.#settled === job.id) return
    this.#settled = job.id
    untrack(() => {
      this.choose(afterwards(this.choice, work.plan, cleanupProgress(job)?.items ?? []))
      this.#readAll()
    })
  }

  #readAll(): void {
    this.#beginAnew()
    this.readForest()
    this.measure()
  }

  /** What changed until now is no news. */
  #beginAnew(): void {
    this.news = []
    this.#basis = null
  }

  #suggest(rules: Parameters<Engine['suggestions']>[0]): void {
    if (this.forest.value === null || this.working) return
    const asked = ++this.#suggested
    this.#app.engine.suggestions(rules).then(
      (found) => {
        if (asked !== this.#suggested) return
        this.suggestions = found
        this.suggestionsFailure = null
      },
      (thrown: unknown) => (this.suggestionsFailure = asFailure(thrown)),
    )
  }

  /** What a pin holds is the engine crate's to say: it is asked what a plan for everything would keep for that. */
  #askForPinned(pins: readonly string[]): void {
    if (pins.length === 0) {
      if (this.pinned.size > 0) this.pinned = new Set()
      return
    }
    const images = [...this.#app.live.images.values()].flatMap(targetsOf)
    this.#app.engine.plan({ ...nothing, images }).then(
      ({ items }) => {
        const held = items.filter((item) => item.effect === 'pinned')
        this.pinned = new Set(held.flatMap(({ subject }) => (subject.kind === 'image' ? [subject.target] : [])))
      },
      () => undefined,
    )
  }

  /** Once a frame at most, and the newest answer wins. */
  #askForPlan(): void {
    const asked = ++this.#asked
    this.current = false
    cancelAnimationFrame(this.#frame)
    if (isNothing(this.choice)) {
      this.#show(noPlan)
      return
    }
    this.#frame = requestAnimationFrame(() => {
      this.#app.engine.plan(this.choice).then(
        (plan) => {
          if (asked === this.#asked) this.#show(plan)
        },
        (thrown: unknown) => {
          if (asked === this.#asked) this.planFailure = asFailure(thrown)
        },
      )
    })
  }

  #show(plan: Plan): void {
    const basis = this.#basisOf(plan)
    const was = this.#basis
    const sameWish = was !== null && was.choice === basis.choice && was.usage === basis.usage && was.pins === basis.pins
    if (!sameWish) this.#basis = basis
    this.news = sameWish && was.revision !== basis.revision ? changes(was.plan, plan) : []
    this.plan = plan
    this.planFailure = null
    this.current = true
  }

  #basisOf(plan: Plan): Basis {
    const { choice, usage } = this
    return { choice, usage: usage.value, pins: settings().pins, plan, revision: this.#app.live.revision }
  }
}

const known = new WeakMap<Engine, Cleanup>()

/** The one clean-up of an engine's door. */
export function cleanupOf(app: AppContext): Cleanup {
  const found = known.get(app.engine)
  if (found) return found
  const made = new Cleanup(app)
  known.set(app.engine, made)
  return made
}
