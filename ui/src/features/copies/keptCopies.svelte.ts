/** What is kept on this machine's disk, read anew whenever a job has ended: nobody tells of a file. */
import { hasEnded } from '../../domain/jobs'
import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { EngineState } from '../../engine/engineState.svelte'
import type { KeptCopy } from '../../engine/gen/copy'

/** Reads `read` now and after each job, while `wanted`. Call while a component is set up. */
class AfterJobs<Value> {
  value: Value | null = $state.raw(null)
  failure: Failure | null = $state.raw(null)

  constructor(live: EngineState, read: () => Promise<Value>, wanted: () => boolean) {
    const ended = $derived([...live.jobs.values()].filter((job) => hasEnded(job.state)).length)
    let asked = 0
    $effect(() => {
      void ended
      if (!wanted()) return
      const mine = ++asked
      read().then(
        (value) => {
          if (mine !== asked) return
          this.value = value
          this.failure = null
        },
        (thrown: unknown) => {
          if (mine === asked) this.failure = asFailure(thrown)
        },
      )
    })
  }
}

export class KeptCopies extends AfterJobs<readonly KeptCopy[]> {
  constructor(engine: Engine, live: EngineState, wanted: () => boolean = () => true) {
    super(live, () => engine.keptCopies(), wanted)
  }

  /** The newest whole copy of an image. */
  of(image: string): KeptCopy | null {
    return this.value?.find((copy) => copy.state === 'whole' && copy.note?.image === image) ?? null
  }
}

export class Removals extends AfterJobs<Awaited<ReturnType<Engine['records']>>> {
  constructor(engine: Engine, live: EngineState) {
    super(
      live,
      () => engine.records(),
      () => true,
    )
  }
}
