import { expect, test } from 'vitest'

import type { Action } from '../engine/gen/action'
import type { ErrorCode } from '../engine/gen/error'
import type { Job } from '../engine/gen/job'
import type { LayerProgress } from '../engine/gen/progress'
import { aFailure } from '../testing/fixtures/failures'
import { digest } from '../testing/fixtures/images'
import { aJob } from '../testing/fixtures/jobs'
import { isOnHub, isSlow, mirrorMayHelp, pullOf } from './mirrorOffers'

test.each([
  ['ubuntu', true],
  ['ubuntu:14.04', true],
  ['grafana/grafana', true],
  ['docker.io/library/ubuntu', true],
  ['localhost/web', false],
  ['ghcr.io/team/app:1', false],
  ['127.0.0.1:5000/web', false],
])('whether %s is Docker Hub’s: %s', (reference, expected) => {
  expect(isOnHub(reference)).toBe(expected)
})

const hub: Action = { kind: 'pull', reference: 'ubuntu:14.04', platform: '' }
const elsewhere: Action = { kind: 'pull', reference: 'ghcr.io/team/app:1', platform: '' }
const mirrored: Action = { kind: 'pullThrough', reference: 'ubuntu', platform: '', mirror: 'mirror.example' }

const again: Action = { kind: 'pullAgain', reference: `ubuntu@${digest('a')}`, tags: ['mine:1', 'ubuntu:14.04'] }

function failed(action: Action, code: ErrorCode): Job {
  return aJob({ action, state: 'failed', error: aFailure(code) })
}

test.each<[Action, ErrorCode, boolean, string]>([
  [hub, 'registryUnreachable', true, 'Docker Hub is not reached'],
  [hub, 'connectionLost', true, 'or breaks off'],
  [hub, 'pullRateLimited', true, 'or has given enough'],
  [hub, 'timedOut', true, 'or does not answer'],
  [hub, 'registryNameUnknown', true, 'or its name is blocked'],
  [hub, 'registryFailed', true, 'or it fails'],
  [hub, 'registryForbidden', true, 'or forbids this network'],
  [hub, 'notARegistry', true, 'or a firewall answers in its place'],
  [hub, 'proxyRefused', true, 'or the proxy forbids it'],
  [hub, 'proxyUnreachable', false, 'a mirror is behind the same proxy'],
  [hub, 'proxyLoginRequired', false, 'and so behind its login'],
  [hub, 'engineClockWrong', false, 'a mirror’s certificate would be refused as well'],
  [hub, 'pullLoginRejected', false, 'a login is mended, not gone round'],
  [hub, 'imageFormatTooOld', false, 'a mirror has it in the same format'],
  [hub, 'notAnImage', false, 'nor is it an image there'],
  [hub, 'pullNotFound', false, 'what Docker Hub has not, no mirror has'],
  [elsewhere, 'registryUnreachable', false, 'a mirror has no other registry’s images'],
  [again, 'registryUnreachable', true, 'what is pulled again comes from there, too'],
  [mirrored, 'pullNotFound', true, 'another mirror may have it'],
  [mirrored, 'registryCertificateExpired', true, 'another mirror may be kept up'],
  [mirrored, 'digestMismatch', true, 'another mirror may be honest'],
  [mirrored, 'noSpace', false, 'no mirror makes room'],
])('%o that failed with %s: a mirror may help is %s, since %4$s', (action, code, expected) => {
  expect(mirrorMayHelp(failed(action, code))).toBe(expected)
})

function pulling(
  layer: Partial<LayerProgress>,
  speed: number | null,
  action = hub,
  secondsLeft: number | null = null,
): Job {
  const whole: LayerProgress = {
    id: '2e6e20c8e2e6',
    colourKey: '',
    state: 'downloading',
    downloaded: 0,
    downloadTotal: 70_000_000,
    extracted: 0,
    extractTotal: null,
    retryIn: null,
    retries: 0,
    ...layer,
  }
  const progress = { layers: [whole], percent: 1, speed, secondsLeft, digest: null, status: null }
  return aJob({ action, progress: { kind: 'pull', ...progress } })
}

test('what is pulled again has the name of its own repository, beside the digest', () => {
  expect(pullOf(aJob({ action: again }))?.reference, 'as it would be asked of a mirror').toBe(
    `ubuntu:14.04@${digest('a')}`,
  )
  const foreign: Action = { ...again, tags: ['mine:1'] }
  expect(pullOf(aJob({ action: foreign }))?.reference, 'another repository’s name is no mirror’s').toBe(
    `ubuntu@${digest('a')}`,
  )
})

test('a pull is slow when it brings hardly anything for a while', () => {
  const begun = aJob().started / 1000
  expect(isSlow(aJob({ progress: null }), begun + 5), 'too early to say').toBe(false)
  expect(isSlow(aJob({ progress: null }), begun + 31), 'nothing came at all').toBe(true)
  expect(isSlow(pulling({ downloaded: 100_000 }, 3_000), begun + 31), 'it crawls').toBe(true)
  expect(isSlow(pulling({ downloaded: 100_000 }, 3_000_000), begun + 31), 'it does not').toBe(false)
  expect(isSlow(pulling({ downloaded: 9 }, 100_000, hub, 601), begun + 31), 'more than ten minutes to go').toBe(true)
  expect(isSlow(pulling({ downloaded: 9 }, 100_000, hub, 599), begun + 31), 'less than that').toBe(false)
  expect(isSlow(pulling({ downloaded: 9 }, 3_000, hub, 20), begun + 31), 'it crawls, but is nearly there').toBe(false)
  expect(isSlow(pulling({ downloaded: 9 }, 3_000, again), begun + 31), 'pulled again').toBe(true)
  expect(isSlow(pulling({ downloaded: 9, state: 'extracting' }, null), begun + 99), 'unpacking').toBe(false)
  expect(isSlow(pulling({ downloaded: 9 }, 3_000, elsewhere), begun + 31), 'another registry').toBe(false)
  expect(isSlow(pulling({ downloaded: 9 }, 3_000, mirrored), begun + 31), 'through a mirror already').toBe(false)
  expect(isSlow({ ...aJob(), state: 'failed' }, begun + 31), 'it has ended').toBe(false)
})
