import { beforeEach, expect, test } from 'vitest'

import { asFailure } from '../engine/engine'
import type { ErrorCode } from '../engine/gen/error'
import { aFailure } from '../testing/fixtures/failures'
import { errorNext, errorSentence } from './failure'
import { languages, messageIds, setLanguage } from './index.svelte'

beforeEach(() => setLanguage('en'))

test('a sentence speaks of the details', () => {
  const failure = aFailure('imageInUse', { reference: 'ubuntu:14.04', containers: 'web, db' })
  expect(errorSentence(failure), 'names both').toBe('ubuntu:14.04 is used by: web, db.')
  expect(errorNext(failure), 'says what to do').toMatch(/^Remove these containers first/)
})

test.each([
  [{ kept: '0' }, 'Cancelled. None of the image’s layers existed before.'],
  [{ kept: '1' }, 'Cancelled. One layer of the image already existed and is kept.'],
  [{ kept: '3' }, 'Cancelled. 3 layers of the image already existed and are kept.'],
  [{ done: '0', total: '5' }, 'Cancelled before anything was removed.'],
  [{ done: '2', total: '5' }, 'Cancelled after 2 of 5 were removed.'],
  [{}, 'Cancelled.'],
])('what is left of cancelled work is told by its details: %j', (details, sentence) => {
  expect(errorSentence(aFailure('cancelled', { ...details }))).toBe(sentence)
})

test('what the practice engine misses is named', () => {
  const failure = aFailure('practiceUnavailable', { missing: 'ip' })
  expect(errorNext(failure)).toBe('Install the package iproute2.')
})

test('a mirror is named only where Docker Hub is pulled from', () => {
  const next = (code: ErrorCode, registry: string) => errorNext(aFailure(code, { registry })) ?? ''
  for (const code of ['registryUnreachable', 'registryNameUnknown', 'registryFailed', 'pullRateLimited'] as const) {
    expect(next(code, 'docker.io'), `${code} of Docker Hub`).toContain('mirror')
    expect(next(code, 'ghcr.io'), `${code} of another registry`).not.toContain('mirror')
  }
  expect(next('pullLoginRejected', 'docker.io'), 'docker logs out of Docker Hub without its name').toContain(
    'run docker logout, then',
  )
  expect(next('pullLoginRejected', 'ghcr.io')).toContain('run docker logout ghcr.io, then')
})

test('a detail is shown as text', () => {
  const failure = aFailure('referenceInvalid', { reference: 'a\u202eb' })
  expect(errorSentence(failure), 'direction marks are seen').toContain('a\\u202eb')
})

test.each(languages)('every sentence in %s stands without its details', (language) => {
  setLanguage(language)
  const codes = messageIds(language)
    .filter((id) => id.startsWith('error-') && !id.endsWith('-next'))
    .map((id) => id.replace('error-', '') as ErrorCode)
  for (const code of codes) {
    expect(errorSentence(aFailure(code)), `${code} has a sentence`).not.toMatch(/[{}]|^$/)
    expect(errorNext(aFailure(code)) ?? '', `${code}'s next step is whole`).not.toMatch(/[{}]/)
  }
})

test('what is thrown becomes a failure', () => {
  const failure = aFailure('timedOut')
  expect(asFailure(failure), 'an engine’s failure stays what it is').toBe(failure)
  expect(asFailure(new TypeError('no')), 'anything else is a fault of ours').toEqual(
    aFailure('internal', {}, 'TypeError: no'),
  )
})
