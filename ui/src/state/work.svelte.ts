/** A job that a dialog starts: requested, running, done or refused. */
import { hasEnded } from '../domain/jobs'
import type { AppContext } from '../engine/context'
import { asFailure, type Failure } from '../engine/engine'
import type { Action } from '../engine/gen/action'
import type { Job } from '../engine/gen/job'
import type { Preview } from '../engine/gen/preview'
import { watchJob } from './followJobs.svelte'

export class Work {
  /** The newest job started here; kept when it is cleared from the list of jobs. */
  job = $state.raw<Job | null>(null)
  #id = $state<number | null>(null)
  #starting = $state(false)
  #refused = $state.raw<Failure | null>(null)
  readonly #app: AppContext

  /** Call during component setup. `done` is called once for each job that has an outcome. */
  constructor(app: AppContext, done: (job: Job) => void) {
    this.#app = app
    let reported: number | null = null
    $effect(() => {
      const job = this.#id === null ? undefined : app.live.jobs.get(this.#id)
      if (!job) return
      this.job = job
      if (reported === job.id || (job.state !== 'done' && job.outcome === null)) return
      reported = job.id
      done(job)
    })
    // The dialog shows the failure, as long as it is open.
    $effect(() => (this.#id === null ? undefined : watchJob(this.#id)))
  }

  readonly busy = $derived(
    this.#starting || (this.#id !== null && (this.job?.id !== this.#id || !hasEnded(this.job.state))),
  )

  /** Why it failed, until the next start. */
  readonly failure: Failure | null = $derived(
    this.#refused ?? (this.job?.id === this.#id && !this.busy ? (this.job?.error ?? null) : null),
  )

  /** `preview` is what the person saw of a removal. */
  async begin(action: Action, preview?: Preview): Promise<void> {
    this.#starting = true
    this.#refused = null
    this.#id = null
    try {
      this.#id = await this.#app.engine.perform(action, preview)
    } catch (thrown) {
      this.#refused = asFailure(thrown)
    } finally {
      this.#starting = false
    }
  }

  /** Clears the result: the form was corrected. */
  forget(): void {
    if (this.busy) return
    this.#id = null
    this.#refused = null
  }
}
