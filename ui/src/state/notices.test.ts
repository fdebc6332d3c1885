import { beforeEach, expect, test } from 'vitest'

import { aFailure } from '../testing/fixtures/failures'
import { dismiss, dismissJob, notices, notify } from './notices.svelte'

const shown = () => notices().map(({ command, count }) => [command, count])

beforeEach(() => {
  for (const notice of notices()) dismiss(notice.id)
})

test('the same failure of the same command is counted', () => {
  notify(aFailure('portTaken', { port: '80' }), 1, 'docker start web')
  notify(aFailure('noSpace'), 2, 'docker pull ubuntu')
  notify(aFailure('portTaken', { port: '80' }), 3, 'docker start web')
  notify(aFailure('portTaken', { port: '81' }), 4, 'docker start web')
  expect(shown(), 'another port is another failure').toEqual([
    ['docker start web', 2],
    ['docker pull ubuntu', 1],
    ['docker start web', 1],
  ])
})

test('a component that shows one of several takes that one away', () => {
  notify(aFailure('noSpace'), 1, 'docker pull ubuntu')
  notify(aFailure('noSpace'), 2, 'docker pull ubuntu')
  dismissJob(1)
  expect(shown(), 'the other one is left').toEqual([['docker pull ubuntu', 1]])
  dismissJob(1)
  dismissJob(2)
  expect(shown(), 'and then none').toEqual([])
})

test('there are never more than three', () => {
  for (const name of ['a', 'b', 'c', 'd']) notify(aFailure('noSpace'), null, name)
  expect(shown(), 'the oldest is gone').toEqual([
    ['b', 1],
    ['c', 1],
    ['d', 1],
  ])
})
