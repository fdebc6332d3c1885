import { expect, test } from 'vitest'

import type { Job } from '../engine/gen/job'
import { aJob } from '../testing/fake'
import { activeJobs, newestFirst, pullProgress, removalProgress } from './jobs'

function jobs(...list: Job[]): ReadonlyMap<number, Job> {
  return new Map(list.map((job) => [job.id, job]))
}

test('jobs are looked at from the newest', () => {
  const all = jobs(aJob({ id: 1 }), aJob({ id: 3 }), aJob({ id: 2 }))
  expect(
    newestFirst(all).map((job) => job.id),
    'greater ids are later',
  ).toEqual([3, 2, 1])
})

test('those at work are queued or running, of one kind where wanted', () => {
  const all = jobs(
    aJob({ id: 1, state: 'done' }),
    aJob({ id: 2, state: 'queued' }),
    aJob({ id: 3, action: { kind: 'removeImages', targets: [] } }),
    aJob({ id: 4, state: 'cancelled' }),
  )
  expect(
    activeJobs(all).map((job) => job.id),
    'all kinds',
  ).toEqual([3, 2])
  expect(
    activeJobs(all, 'pull').map((job) => job.id),
    'pulls only',
  ).toEqual([2])
})

test('progress is of one kind', () => {
  const removal = aJob({ progress: { kind: 'removal', items: [] } })
  expect(pullProgress(removal), 'a removal is no pull').toBeNull()
  expect(removalProgress(removal)?.items, 'a removal’s items').toEqual([])
  expect(pullProgress(undefined), 'no job, no progress').toBeNull()
})
