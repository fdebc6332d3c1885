/** What is kept on this machine's disk, read anew whenever a job has ended: nobody tells of a file. */
import { hasEnded } from '../../domain/jobs'
import type { Engine } from '../../engine/engine'
import type { EngineState } from '../../engine/engineState.svelte'
import type { KeptCopy } from '../../engine/gen/copy'
import { Latest } from '../../state/latest.svelte'

/** Reads `read` now and after each job, while `wanted`. Call while a component is set up. */
class AfterJobs<Value> extends Latest<Value> {
  constructor(live: EngineState, read: () => Promise<Value>, wanted: () => boolean) {
    super()
    const ended = $derived([...live.jobs.values()].filter((job) => hasEnded(job.state)).length)
    $effect(() => {
      void ended
      if (wanted()) void this.ask(read)
    })
  }
}

export class KeptCopies extends AfterJobs<readonly KeptCopy[]> {
  constructor(engine: Engine, live: EngineState, wanted: () => boolean = () => true) {
    super(live, () => engine.keptCopies(), wanted)
  }

  /** The newest whole copy of an image. */
  of(image: string): KeptCopy | null {
    return this.value?.find((copy) => copy.state === 'complete' && copy.metadata?.image === image) ?? null
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
