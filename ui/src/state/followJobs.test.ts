import { expect, test } from 'vitest'

import type { Job } from '../engine/gen/job'
import { aFailure } from '../testing/fixtures/failures'
import { aJob } from '../testing/fixtures/jobs'
import { jobChanges, watchJob } from './followJobs.svelte'
import { notices, notify } from './notices.svelte'

function jobs(...list: Job[]): ReadonlyMap<number, Job> {
  return new Map(list.map((job) => [job.id, job]))
}

const opened = 1000
const running = aJob({ started: 2000 })
const failed = aJob({ started: 2000, ended: 3000, state: 'failed', error: aFailure('noSpace') })

test('a job is news when it begins and when it fails, once each', () => {
  expect(jobChanges(jobs(), jobs(running), opened), 'begun').toEqual({ started: [running], failed: [], warned: [] })
  expect(jobChanges(jobs(running), jobs(failed), opened), 'failed').toEqual({
    started: [],
    failed: [failed],
    warned: [],
  })
  expect(jobChanges(jobs(failed), jobs(failed), opened), 'known').toEqual({ started: [], failed: [], warned: [] })
  expect(jobChanges(jobs(), jobs(failed), opened), 'failed at once').toEqual({
    started: [failed],
    failed: [failed],
    warned: [],
  })
})

test('a job that ends with warnings is news, however it ends', () => {
  const warned = aJob({ started: 2000, ended: 3000, state: 'done', warnings: [aFailure('removalNotRecorded')] })
  expect(jobChanges(jobs(running), jobs(warned), opened).warned, 'once it has ended').toEqual([warned])
  expect(jobChanges(jobs(warned), jobs(warned), opened).warned, 'not again').toEqual([])
})

test('what happened before the window was there is no news', () => {
  expect(jobChanges(jobs(), jobs(failed), 5000), 'old').toEqual({ started: [], failed: [], warned: [] })
})

test('a failure that is told where the work was begun has no notice', () => {
  notify(aFailure('userNotFound'), 7, 'docker exec -u nobody web sh')
  notify(aFailure('noSpace'), 8, 'docker pull ubuntu')
  const stop = watchJob(7)
  expect(
    notices().flatMap((notice) => notice.jobs),
    'not even when it failed before anybody was told which job it is',
  ).toEqual([8])
  stop()
})
