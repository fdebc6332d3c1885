import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'

import { asFailure } from '../engine/engine'
import type { ErrorCode } from '../engine/gen/error'
import { aFailure } from '../testing/fixtures/failures'
import { errorMessage, errorNext, errorSentence } from './failure'
import { has, isComplete, languages, messageIds, setLanguage } from './index.svelte'

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

/** The details of each code, as Rust documents them: `Details: \`address\`.` */
const list = /pub enum ErrorCode \{([\s\S]*?)\n\}\n/.exec(readFileSync('../src-tauri/engine/src/error.rs', 'utf8'))
const documented = [...(list?.[1] ?? '').matchAll(/((?: {4}\/\/\/.*\n)+) {4}(\w+),/g)].map(
  ([, comment = '', name = '']) => {
    const details = /Details: ([\s\S]*)$/.exec(comment.replace(/\n {4}\/\/\//g, ''))?.[1] ?? ''
    // What stands in parentheses are examples of values.
    const names = [...details.replace(/\([^)]*\)/g, '').matchAll(/`([a-z]+)`/g)].map(([, detail = '']) => detail)
    return { code: (name.charAt(0).toLowerCase() + name.slice(1)) as ErrorCode, names }
  },
)

const hole = /[{}…]|“”|undefined|NaN|^$/

describe.each(languages)('in %s', (language) => {
  beforeEach(() => setLanguage(language))

  test('every sentence is filled with the details of its code', () => {
    expect(documented.length, 'the codes that Rust lists').toBeGreaterThan(90)
    for (const { code, names } of documented) {
      const details = Object.fromEntries(
        names.map((name) => [name, /done|failed|kept|most|total/.test(name) ? '3' : `<${name}>`]),
      )
      const failure = aFailure(code, details)
      expect(errorMessage(failure).id, `${code} has its own sentence`).toBe(`error-${code}`)
      expect(errorSentence(failure), `${code}’s sentence is whole`).not.toMatch(hole)
      const next = `error-${code}-next`
      if (has(next)) expect(errorNext(failure) ?? '', `${code}’s next step is whole`).not.toMatch(hole)
    }
  })

  test('without its details, every code has a sentence without holes', () => {
    for (const { code, names } of documented) {
      for (const details of [{}, Object.fromEntries(names.map((name) => [name, '']))]) {
        const failure = aFailure(code, details)
        expect(errorSentence(failure), `${code}’s sentence is whole`).not.toMatch(hole)
        expect(errorNext(failure) ?? ' ', `${code}’s next step is whole`).not.toMatch(hole)
      }
    }
  })

  test('what engines refuse without saying of what has a sentence for that', () => {
    const phrases = readFileSync('../src-tauri/engine/src/connect/failure/phrases.rs', 'utf8')
    const refused = documented.filter(({ code, names }) => names.length > 0 && phrases.includes(` ${upper(code)},`))
    expect(refused.length, 'the codes that phrases lead to').toBeGreaterThan(10)
    const unnamed = refused.filter(({ code }) => errorMessage(aFailure(code)).id === 'failure-unnamed')
    expect(
      unnamed.map(({ code }) => code),
      'codes that need a -bare sentence',
    ).toEqual([])
    const filled = messageIds(language).filter((id) => id.endsWith('-bare') && !isComplete(id, {}))
    expect(filled, 'a -bare sentence names nothing').toEqual([])
  })
})

function upper(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1)
}

test.each([
  ['imageInUse', { reference: 'ubuntu:14.04', containers: '' }, 'A container uses this image.'],
  ['imageDiffers', { image: '26ca', found: '' }, 'The image on the engine isn’t the expected one.'],
  ['platformNotFound', { reference: 'web', platform: '' }, 'The image isn’t available for this platform.'],
  ['portTaken', {}, 'A host port is already in use.'],
] as const)('%s with %j is said without what is not known', (code, details, sentence) => {
  expect(errorSentence(aFailure(code, { ...details }))).toBe(sentence)
})

test('what is thrown becomes a failure', () => {
  const failure = aFailure('timedOut')
  expect(asFailure(failure), 'an engine’s failure stays what it is').toBe(failure)
  expect(asFailure(new TypeError('no')), 'anything else is a fault of ours').toEqual(
    aFailure('internal', {}, 'TypeError: no'),
  )
})
