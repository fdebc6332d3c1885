/** One piece of work that a dialog begins: asked for, under way, done or refused. */
import type { Action } from './gen/Action'
import { asFailure } from '../components/failure'
import type { Failure } from './engine'
import type { Job } from './gen/Job'
import type { Door } from './context'

export class Work {
  /** The newest job begun here; stays as it ended when Activity forgets it. */
  job: Job | null = $state.raw(null)
  #id: number | null = $state(null)
  #asking = $state(false)
  #refused: Failure | null = $state.raw(null)
  readonly #door: Door

  /** Call while a component is set up. `done` is called once for each job that came to something. */
  constructor(door: Door, done: (job: Job) => void) {
    this.#door = door
    let told: number | null = null
    $effect(() => {
      const job = this.#id === null ? undefined : door.live.jobs.get(this.#id)
      if (!job) return
      this.job = job
      if (told === job.id || (job.state !== 'done' && job.outcome === null)) return
      told = job.id
      done(job)
    })
  }

  readonly busy = $derived(
    this.#asking ||
      (this.#id !== null && (this.job?.id !== this.#id || this.job.state === 'queued' || this.job.state === 'running')),
  )

  /** Why it did not come to anything, as long as nothing new was begun. */
  readonly failure: Failure | null = $derived(
    this.#refused ?? (this.job !== null && this.job.id === this.#id && !this.busy ? this.job.error : null),
  )

  async begin(action: Action): Promise<void> {
    this.#asking = true
    this.#refused = null
    this.#id = null
    try {
      this.#id = await this.#door.engine.perform(action)
    } catch (failure) {
      this.#refused = asFailure(failure)
    } finally {
      this.#asking = false
    }
  }

  /** Forgets how it went: what was refused has been mended. */
  forget(): void {
    if (this.busy) return
    this.#id = null
    this.#refused = null
  }
}
