import { expect, test } from 'vitest'

import type { Failure } from '../engine/engine'
import { aFailure } from '../testing/fixtures/failures'
import { Latest } from './latest.svelte'

/** A request that the test answers. */
function open<Value>() {
  let resolve: (value: Value) => void = () => undefined
  let reject: (failure: Failure) => void = () => undefined
  const promise = new Promise<Value>((...settle) => ([resolve, reject] = settle))
  return { request: () => promise, resolve, reject }
}

test('it begins with no answer and nothing pending', () => {
  const latest = new Latest<string>()
  expect(latest).toMatchObject({ value: null, failure: null, pending: false, settled: false })
})

test('a request is pending until it is answered', async () => {
  const latest = new Latest<string>()
  const { request, resolve } = open<string>()
  const asked = latest.ask(request)
  expect(latest, 'unanswered').toMatchObject({ value: null, pending: true, settled: false })
  resolve('answer')
  expect(await asked, 'the newest').toBe(true)
  expect(latest, 'answered').toMatchObject({ value: 'answer', failure: null, pending: false, settled: true })
})

test('an older answer that arrives after a newer one is ignored', async () => {
  const latest = new Latest<string>()
  const [older, newer] = [open<string>(), open<string>()]
  const asked = [latest.ask(older.request), latest.ask(newer.request)]
  newer.resolve('new')
  expect(await asked[1], 'the newest').toBe(true)
  older.resolve('old')
  expect(await asked[0], 'superseded').toBe(false)
  expect(latest).toMatchObject({ value: 'new', settled: true })
})

test('an older answer that arrives before the newer one is ignored', async () => {
  const latest = new Latest<string>()
  const [older, newer] = [open<string>(), open<string>()]
  const asked = [latest.ask(older.request), latest.ask(newer.request)]
  older.resolve('old')
  expect(await asked[0], 'superseded').toBe(false)
  expect(latest, 'still waiting for the newer one').toMatchObject({ value: null, pending: true })
  newer.resolve('new')
  await asked[1]
  expect(latest).toMatchObject({ value: 'new', pending: false })
})

test('an older failure does not replace a newer answer', async () => {
  const latest = new Latest<string>()
  const [older, newer] = [open<string>(), open<string>()]
  const asked = [latest.ask(older.request), latest.ask(newer.request)]
  newer.resolve('new')
  older.reject(aFailure('internal'))
  expect(await Promise.all(asked)).toEqual([false, true])
  expect(latest).toMatchObject({ value: 'new', failure: null })
})

test('a failure keeps the last answer, and the next answer clears the failure', async () => {
  const latest = new Latest<string>()
  await latest.ask(() => Promise.resolve('first'))
  const failure = aFailure('engineLost')
  expect(await latest.ask(() => Promise.reject(failure)), 'it is the newest').toBe(true)
  expect(latest, 'failed').toMatchObject({ value: 'first', failure, settled: true })
  const { request, resolve } = open<string>()
  const asked = latest.ask(request)
  expect(latest, 'kept while the next one is pending').toMatchObject({ value: 'first', failure, settled: false })
  resolve('second')
  await asked
  expect(latest, 'answered').toMatchObject({ value: 'second', failure: null, settled: true })
})

test('a cancelled request leaves the last answer as it was', async () => {
  const latest = new Latest<string>()
  await latest.ask(() => Promise.resolve('first'))
  const { request, resolve } = open<string>()
  const asked = latest.ask(request)
  latest.cancel()
  expect(latest, 'cancelled').toMatchObject({ value: 'first', pending: false, settled: false })
  resolve('second')
  expect(await asked, 'ignored').toBe(false)
  expect(latest.value).toBe('first')
})

test('resetting forgets the answer, the failure and the pending request', async () => {
  const latest = new Latest<string>()
  await latest.ask(() => Promise.resolve('first'))
  await latest.ask(() => Promise.reject(aFailure('engineLost')))
  const { request, resolve } = open<string>()
  const asked = latest.ask(request)
  latest.reset()
  resolve('second')
  expect(await asked, 'ignored').toBe(false)
  expect(latest).toMatchObject({ value: null, failure: null, pending: false, settled: false })
})
