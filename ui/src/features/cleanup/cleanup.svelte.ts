/**
 * The clean-up of one engine: what was read of it, what is ticked, the plan for that, and the work that carries it out.
 * It outlives the screen, which calls {@link Cleanup.follow}: nothing is asked while nobody looks.
 */
import { untrack } from 'svelte'

import { afterwards, nothing, targetsOf, tidied } from '../../domain/cleanup/choice'
import { cleanupProgress, hasEnded } from '../../domain/jobs'
import type { AppContext } from '../../engine/context'
import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { Action } from '../../engine/gen/action'
import type { CleanupChoice, Plan, Suggestion } from '../../engine/gen/cleanup'
import type { DiskUsage } from '../../engine/gen/disk'
import type { EngineInfo, HostFigures } from '../../engine/gen/engine'
import type { LayerForest } from '../../engine/gen/forest'
import type { Job } from '../../engine/gen/job'
import { Latest } from '../../state/latest.svelte'
import { settings } from '../../state/preferences.svelte'
import type { Sort } from './cleanupRows'
import { everything, type Sight } from './icicle'
import { LivePlan } from './livePlan.svelte'
import { Reading } from './reading.svelte'

/** Milliseconds without a change after which the disk is measured again, and up to which a measurement is quick. */
const SETTLE = 1000
const QUICK = 3000

export class Cleanup {
  choice: CleanupChoice = $state.raw(nothing)
  readonly livePlan: LivePlan

  readonly forest = new Reading<LayerForest>()
  /** How many images of how many have been read, while they are. */
  progress: { done: number; total: number } | null = $state.raw(null)
  readonly usage = new Reading<DiskUsage>()
  /** `value` is `null` for a remote engine, too. */
  readonly host = new Reading<HostFigures | null>()
  readonly suggested = new Latest<readonly Suggestion[]>()
  readonly #pinned = new Latest<readonly string[]>()
  /** References that a pin holds. */
  readonly pinned: ReadonlySet<string> = $derived(new Set(this.#pinned.value))

  /** The work under way or just ended, and the plan that it carries out. */
  work: { id: number; plan: Plan } | null = $state.raw(null)
  /** How that stands; it stays when Activity forgets it. */
  job: Job | null = $state.raw(null)
  /** Why the last plan was not carried out: the engine had changed. */
  outdated: Failure | null = $state.raw(null)
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

  constructor(app: AppContext) {
    this.#app = app
    this.livePlan = new LivePlan(app.engine, () => ({
      choice: this.choice,
      usage: this.usage.value,
      pins: settings().pins,
      revision: app.live.revision,
    }))
  }

  get plan(): Plan {
    return this.livePlan.value
  }

  /** Changes what is ticked. */
  choose(choice: CleanupChoice): void {
    this.outdated = null
    this.choice = tidied(choice, this.#app.live.images)
  }

  async begin(): Promise<Failure | null> {
    const plan = this.plan
    try {
      const action: Action = { kind: 'cleanUp', steps: plan.steps, predicted: plan.freed }
      const id = await this.#app.engine.perform(action, { kind: 'plan', plan })
      this.outdated = null
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

  /**
   * Measures again a while after something changed. What takes an engine long is left to the person, who sees how old the
   * figures are; the free space is read in any case.
   */
  #measureSoon(): () => void {
    const { engine } = this.#app
    const wait = Math.max(SETTLE, 10 * this.usage.took)
    const timer = setTimeout(() => {
      if (this.usage.took < QUICK) this.measure()
      else void this.host.read(() => engine.hostFigures())
    }, wait)
    return () => clearTimeout(timer)
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
    $effect(() => {
      void [live.images, live.containers]
      if (this.working || untrack(() => this.usage.value === null || this.host.at === 0)) return
      return untrack(() => this.#measureSoon())
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
      untrack(() => this.livePlan.ask())
    })
  }

  /** Another engine's images are other images. */
  #begin(engine: EngineInfo | null): void {
    if (!engine) return
    const of = `${engine.endpoint.address} ${engine.rootFolder}`
    if (this.#of !== null && this.#of !== of) {
      for (const reading of [this.forest, this.usage, this.host]) reading.forget()
      this.choice = nothing
      this.suggested.reset()
      this.sight = everything
      this.work = null
      this.job = null
      this.outdated = null
      this.livePlan.forgetNews()
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
    if (job.error && isOutdated(job.error)) {
      // Nothing was removed: what is different is shown beside the plan, which is to be confirmed again.
      this.outdated = job.error
      this.work = null
      this.job = null
      untrack(() => this.readForest())
      return
    }
    untrack(() => {
      this.choose(afterwards(this.choice, work.plan, cleanupProgress(job)?.items ?? []))
      this.#readAll()
    })
  }

  #readAll(): void {
    this.livePlan.forgetNews()
    this.readForest()
    this.measure()
  }

  #suggest(rules: Parameters<Engine['suggestions']>[0]): void {
    if (this.forest.value === null || this.working) return
    void this.suggested.ask(() => this.#app.engine.suggestions(rules))
  }

  /** What a pin holds is the engine crate's to say: it is asked what a plan for everything would keep for that. */
  #askForPinned(pins: readonly string[]): void {
    if (pins.length === 0) {
      this.#pinned.reset()
      return
    }
    const images = [...this.#app.live.images.values()].flatMap(targetsOf)
    void this.#pinned.ask(async () => {
      const { items } = await this.#app.engine.plan({ ...nothing, images })
      const held = items.filter((item) => item.effect === 'pinned')
      return held.flatMap(({ subject }) => (subject.kind === 'image' ? [subject.target] : []))
    })
  }
}

function isOutdated({ code }: Failure): boolean {
  return code === 'previewOutdated' || code === 'engineReplaced'
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
