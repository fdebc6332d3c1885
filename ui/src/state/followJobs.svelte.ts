/** Reactions to jobs: the command bar shows the newest one's command, and a failed one raises a notice. */
import { untrack } from 'svelte'

import { hasEnded } from '../domain/jobs'
import type { EngineState } from '../engine/engineState.svelte'
import type { Job } from '../engine/gen/job'
import { showDone } from './commandBar.svelte'
import { dismissJob, notify } from './notices.svelte'

type Jobs = ReadonlyMap<number, Job>

const watched = new Set<number>()

/** Suppresses the notice for a job whose failure a component shows itself. Returns a function that ends this. */
export function watchJob(id: number): () => void {
  watched.add(id)
  // It may have failed before the component learned its ID.
  untrack(() => dismissJob(id))
  return () => void watched.delete(id)
}

/** The jobs that started, failed, or ended with warnings between two states; anything before `since` is ignored. */
export function jobChanges(before: Jobs, after: Jobs, since: number): { started: Job[]; failed: Job[]; warned: Job[] } {
  const started: Job[] = []
  const failed: Job[] = []
  const warned: Job[] = []
  for (const job of after.values()) {
    const was = before.get(job.id)
    if (!was && job.started >= since) started.push(job)
    const ended = hasEnded(job.state) && !(was && hasEnded(was.state)) && (job.ended ?? 0) >= since
    if (ended && job.state === 'failed') failed.push(job)
    if (ended && job.warnings.length > 0) warned.push(job)
  }
  return { started, failed, warned }
}

/** Call during the shell's setup. */
export function followJobs(live: EngineState): void {
  const opened = Date.now()
  let before: Jobs = new Map()
  $effect(() => {
    const { started, failed, warned } = jobChanges(before, live.jobs, opened)
    before = live.jobs
    untrack(() => {
      for (const job of started) showDone(job.action)
      for (const job of warned) for (const warning of job.warnings) notify(warning, job.id, job.command)
      for (const job of failed) if (job.error && !watched.has(job.id)) notify(job.error, job.id, job.command)
    })
  })
}
