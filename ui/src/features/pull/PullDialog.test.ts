import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Failure } from '../../engine/engine'
import type { Job } from '../../engine/gen/job'
import type { LayerProgress, PullProgress } from '../../engine/gen/progress'
import { setLanguage } from '../../messages/index.svelte'
import { mirrorsDialog, pullDialog } from '../../state/dialogs.svelte'
import { loadSettings } from '../../state/preferences.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aFailure, aProblem } from '../../testing/fixtures/failures'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import PullDialog from './PullDialog.svelte'

const layer: LayerProgress = {
  id: '2e6e20c8e2e6',
  colourKey: '2e6e20c8e2e6',
  state: 'downloading',
  downloaded: 12_000_000,
  downloadTotal: 70_000_000,
  extracted: 0,
  extractTotal: null,
  retryIn: null,
  retries: 0,
}

function running(over: Partial<PullProgress> = {}, job: Partial<Job> = {}): Job {
  const progress = {
    layers: [layer],
    percent: 17.9,
    speed: 3_000_000,
    secondsLeft: 20,
    digest: null,
    status: null,
    ...over,
  }
  return aJob({ progress: { kind: 'pull', ...progress }, ...job })
}

function show() {
  const engine = new FakeEngine().connected()
  engine.problems = (action) =>
    action.kind === 'pull' && action.reference === ''
      ? [aProblem('reference', 'referenceEmpty')]
      : action.kind === 'pull' && /[A-Z]/.test(action.reference)
        ? [aProblem('reference', 'referenceUppercase', { reference: action.reference, suggestion: 'ubuntu' })]
        : []
  render(TestApp, { props: { engine, component: PullDialog } })
  return engine
}

/** The person's list of mirrors, as it was left. */
async function withMirrors(engine: FakeEngine, ...mirrors: string[]) {
  engine.chosen = { ...engine.chosen, language: 'en', mirrors }
  await loadSettings(engine)
}

beforeEach(() => setLanguage('en'))
afterEach(async () => {
  pullDialog.close()
  mirrorsDialog.close()
  await withMirrors(new FakeEngine())
})

test('a pull under way is drafted once, however often it tells how far it is', async () => {
  const engine = show()
  engine.send({ kind: 'job', job: running({ percent: 0 }) })
  pullDialog.open({ job: 1 })
  await screen.findByTestId('job')
  await waitFor(() => expect(screen.getByTestId('command-line')).toHaveTextContent('docker pull'))
  const before = engine.drafted.length
  for (const percent of [10, 20, 30]) {
    engine.send({ kind: 'job', job: running({ percent }) })
    await waitFor(() => expect(screen.getByTestId('job')).toHaveTextContent(`${percent}%`))
  }
  expect(engine.drafted.length, 'neither by the dialog nor by its offer of a mirror').toBe(before)
})

test('a draft that is refused says why, and the next change asks again', async () => {
  const user = userEvent.setup()
  const engine = show()
  engine.failures.set('draft', aFailure('internal', {}, 'the bridge is gone'))
  pullDialog.open({ reference: 'ubuntu:14.0' })
  await waitFor(() =>
    expect(screen.getByTestId('error').dataset.code, 'not a dead button without a word').toBe('internal'),
  )
  expect(screen.getByTestId('pull-start')).toBeDisabled()
  engine.failures.clear()
  await user.type(screen.getByTestId('pull-reference'), '4')
  await waitFor(() => expect(screen.getByTestId('pull-start'), 'it is asked anew').toBeEnabled())
  expect(screen.queryByTestId('error'), 'nothing is wrong any more').toBeNull()
})

test('what went wrong is not told at the next opening', async () => {
  const user = userEvent.setup()
  const engine = show()
  engine.failures.set('perform', aFailure('internal'))
  pullDialog.open({ reference: 'ubuntu:14.04' })
  await waitFor(() => expect(screen.getByTestId('pull-start')).toBeEnabled())
  await user.click(screen.getByTestId('pull-start'))
  await screen.findByTestId('error')
  pullDialog.close()
  await waitFor(() => expect(screen.queryByTestId('pull-dialog')).toBeNull())
  pullDialog.open({ reference: '' })
  await screen.findByTestId('pull-dialog')
  expect(screen.queryByTestId('error'), 'neither the failure nor a scolding for an empty field').toBeNull()
})

test('problems are told as one types, and the command with them', async () => {
  const user = userEvent.setup()
  show()
  pullDialog.open({ reference: '' })
  const input = await screen.findByTestId('pull-reference')
  expect(input, 'typing can begin at once').toHaveFocus()
  expect(screen.queryByTestId('error'), 'an empty field is not scolded at first').not.toBeInTheDocument()

  await user.type(input, 'Ubuntu')
  expect((await screen.findByTestId('error')).dataset.code, 'what is wrong').toBe('referenceUppercase')
  expect(screen.getByTestId('pull-start'), 'it cannot be begun').toBeDisabled()

  await user.clear(input)
  await user.type(input, 'ubuntu:14.04')
  expect(screen.getByTestId('command-line').textContent, 'the command as it stands').toBe('docker pull ubuntu:14.04')
  expect(screen.queryByTestId('error'), 'nothing is wrong any more').not.toBeInTheDocument()
})

test('a pull is followed layer by layer until it is done', async () => {
  const user = userEvent.setup()
  const engine = show()
  pullDialog.open({ reference: 'ubuntu:14.04' })
  await user.click(await screen.findByTestId('pull-start'))
  expect(engine.asked('perform'), 'begun').toEqual([[{ kind: 'pull', reference: 'ubuntu:14.04', platform: '' }]])

  engine.send({ kind: 'job', job: running() })
  const bar = await screen.findByTestId('pull-layer')
  expect(bar.dataset, 'the contract').toMatchObject({ layerId: layer.id, state: 'downloading' })
  expect(bar, 'its figures').toHaveTextContent('12MB / 70MB')
  const overall = screen.getByTestId('pull-overall')
  expect(overall.dataset.percent, 'not rounded up').toBe('17')
  expect(overall, 'speed and time left').toHaveTextContent(/3MB\/s\s*0:20 left/)

  engine.send({
    kind: 'job',
    job: running({ layers: [{ ...layer, state: 'retrying', retryIn: 5, retries: 2 }] }),
  })
  expect(await screen.findByText(/Retrying in 5 s/), 'what it waits for').toHaveTextContent('2 retries')

  engine.send({
    kind: 'job',
    job: running(
      {
        layers: [{ ...layer, state: 'complete' }],
        percent: 100,
        digest: 'sha256:abc',
        status: 'Downloaded newer image for ubuntu:14.04',
      },
      { state: 'done', outcome: { kind: 'image', id: 'sha256:def', reference: 'ubuntu:14.04' } },
    ),
  })
  expect(await screen.findByTestId('pull-digest'), 'as the CLI prints it').toHaveTextContent('sha256:abc')
  expect(screen.getByTestId('pull-status'), 'as the CLI prints it').toHaveTextContent(
    'Downloaded newer image for ubuntu:14.04',
  )
  expect(screen.getByTestId('job').dataset.state, 'ended').toBe('done')
  expect(screen.getByRole('button', { name: 'Show image' }), 'the next step').toBeVisible()

  setLanguage('zh-CN')
  await waitFor(() =>
    expect(screen.getByTestId('pull-status'), 'the same in Chinese').toHaveTextContent('已下载 ubuntu:14.04 的新镜像'),
  )
})

test('closing leaves the pull alone, and opening it again shows the same', async () => {
  const user = userEvent.setup()
  const engine = show()
  engine.send({ kind: 'job', job: running() })
  pullDialog.open({ job: 1 })
  await user.click(await screen.findByRole('button', { name: 'Continue in the background' }))
  await waitFor(() => expect(screen.queryByTestId('pull-dialog'), 'closed').not.toBeInTheDocument())
  expect(engine.asked('cancelJob'), 'nothing was cancelled').toEqual([])

  pullDialog.open({ reference: '' })
  const others = await screen.findByRole('region', { name: 'Also pulling' })
  await user.click(within(others).getByRole('button'))
  expect((await screen.findByTestId('job')).dataset.jobId, 'the same job').toBe('1')
})

test('a platform is for one pull', async () => {
  const user = userEvent.setup()
  const engine = show()
  pullDialog.open({ reference: 'ubuntu', platform: 'linux/arm64' })
  await user.click(await screen.findByTestId('pull-start'))
  const arm = { kind: 'pull' as const, reference: 'ubuntu', platform: 'linux/arm64' }
  await waitFor(() => expect(engine.asked('perform')).toEqual([[arm]]))
  engine.send({ kind: 'job', job: aJob({ action: arm, state: 'failed', error: aFailure('pullNotFound') }) })
  await user.click(await screen.findByRole('button', { name: 'Back to form' }))
  expect(await screen.findByTestId('pull-platform'), 'back to the same pull').toHaveValue('linux/arm64')
  await user.click(screen.getByTestId('pull-start'))
  await waitFor(() => expect(engine.asked('perform').length).toBe(2))
  pullDialog.close()
  pullDialog.open({ job: 0 })
  pullDialog.open({})
  expect(await screen.findByTestId('pull-platform'), 'another pull is for the engine’s').toHaveValue('')
})

test('a cancelled pull says what is left of it', async () => {
  const user = userEvent.setup()
  const engine = show()
  engine.send({ kind: 'job', job: running() })
  pullDialog.open({ job: 1 })
  await user.click(await screen.findByTestId('job-cancel'))
  expect(engine.asked('cancelJob'), 'the engine is asked').toEqual([[1]])
  engine.send({ kind: 'job', job: running({}, { state: 'cancelled', error: aFailure('cancelled') }) })
  expect(await screen.findByTestId('error'), 'the truth of the classic store').toHaveTextContent(
    'including finished layers',
  )
})

test('a failed pull says why, and the form is as it was', async () => {
  const user = userEvent.setup()
  const engine = show()
  pullDialog.open({ reference: 'nosuch/image' })
  await user.click(await screen.findByTestId('pull-start'))
  engine.send({
    kind: 'job',
    job: aJob({
      action: { kind: 'pull', reference: 'nosuch/image', platform: '' },
      state: 'failed',
      error: aFailure('pullNotFound', { reference: 'nosuch/image' }, 'pull access denied'),
    }),
  })
  const note = await screen.findByRole('alert')
  expect(note, 'why').toHaveTextContent('The registry doesn’t have nosuch/image, or you don’t have access to it.')
  expect(note, 'the engine’s words').toHaveTextContent('pull access denied')
  await user.click(screen.getByRole('button', { name: 'Back to form' }))
  expect(await screen.findByTestId('pull-reference'), 'nothing has to be typed again').toHaveValue('nosuch/image')
})

test.each<[Failure, string, string, boolean]>([
  [
    aFailure('notARegistry', { registry: 'docker.io' }, 'error unmarshalling content: invalid character'),
    'docker.io didn’t answer as an image registry does, but with a web page or something else.',
    'open https://registry-1.docker.io/v2/ in a browser on the engine’s host',
    true,
  ],
  [
    aFailure('registryFailed', { registry: 'docker.io' }, 'received unexpected HTTP status: 503 Service Unavailable'),
    'docker.io, or a gateway in front of it, had an error and didn’t serve the image.',
    'use a registry mirror',
    true,
  ],
  [
    aFailure('registryCertificateExpired', {
      registry: 'docker.io',
      until: '2021-01-01 00:00 UTC',
      now: '2026-11-30 12:00 UTC',
    }),
    'The certificate of docker.io expired on 2021-01-01 00:00 UTC (it was checked on 2026-11-30 12:00 UTC).',
    'Ask whoever runs the registry to renew it.',
    false,
  ],
  [
    aFailure('engineClockWrong', {
      registry: 'docker.io',
      clock: '1970-01-01 00:02 UTC',
      now: '2026-11-30 12:00 UTC',
    }),
    'The clock of the engine’s host is wrong: it says 1970-01-01 00:02 UTC, this machine’s says 2026-11-30 12:00 UTC.',
    'Set that host’s clock',
    false,
  ],
  [
    aFailure('pullLoginRejected', { registry: 'docker.io', reference: 'ubuntu:14.04' }, 'denied: denied'),
    'docker.io didn’t accept the stored login, or that account isn’t allowed to pull ubuntu:14.04.',
    'run docker logout, then pull again',
    false,
  ],
  [aFailure('proxyLoginRequired'), 'The engine’s proxy requires a login.', 'docker login doesn’t help here', false],
  [
    aFailure('imageFormatTooOld', { reference: 'ubuntu:14.04' }),
    'ubuntu:14.04 is in an old image format (manifest schema 1) that this engine no longer supports.',
    'Choose a newer tag.',
    false,
  ],
])('a fault of the registry is named, with what to do: %o', async (error, sentence, next, offersMirror) => {
  const user = userEvent.setup()
  const engine = show()
  pullDialog.open({ reference: 'ubuntu:14.04' })
  await user.click(await screen.findByTestId('pull-start'))
  engine.send({ kind: 'job', job: aJob({ state: 'failed', error }) })
  const note = await screen.findByRole('alert')
  expect(note, 'the sentence').toHaveTextContent(sentence)
  expect(note, 'the next step').toHaveTextContent(next)
  const offer = screen.queryByTestId('mirror-offer-add')
  expect(offer !== null, 'a mirror is offered where it helps').toBe(offersMirror)
})

const unreachable = aFailure('registryUnreachable', { registry: 'docker.io' }, 'dial tcp: i/o timeout')

test('when Docker Hub does not answer, a mirror is offered, and a list to begin where there is none', async () => {
  const user = userEvent.setup()
  const engine = show()
  pullDialog.open({ reference: 'ubuntu:14.04' })
  await user.click(await screen.findByTestId('pull-start'))
  engine.send({ kind: 'job', job: aJob({ state: 'failed', error: unreachable }) })
  await user.click(await screen.findByTestId('mirror-offer-add'))
  expect(mirrorsDialog.isOpen, 'the list is there to be filled').toBe(true)
  expect(mirrorsDialog.value?.image, 'mirrors are asked for the image one wants').toBe('ubuntu:14.04')

  await withMirrors(engine, 'https://one.example', 'https://two.example')
  const choice = await screen.findByTestId('mirror-offer-mirror')
  await user.selectOptions(choice, 'https://two.example')
  const offer = screen.getByTestId('mirror-offer')
  expect(within(offer).getByTestId('command-line'), 'the command beside the button').toHaveTextContent(
    'docker pull https://two.example ubuntu:14.04',
  )
  await user.click(screen.getByTestId('mirror-offer-start'))
  const through = {
    kind: 'pullThrough',
    reference: 'ubuntu:14.04',
    platform: '',
    mirror: 'https://two.example',
  } as const
  expect(engine.asked('perform').at(-1), 'the same image, through it').toEqual([through])

  const failed = aFailure('pullNotFound', { reference: 'two.example/library/ubuntu:14.04' })
  engine.send({ kind: 'job', job: aJob({ id: 2, action: through, state: 'failed', error: failed }) })
  await waitFor(() => expect(screen.getByTestId('job').dataset.jobId, 'it is followed').toBe('2'))
  expect(screen.getByRole('heading', { name: 'Pull ubuntu:14.04' }), 'by its own name').toBeVisible()
  expect(screen.getByTestId('mirror-offer-mirror'), 'the other one is next').toHaveValue('https://one.example')
})

test('the form can be sent through a mirror, and what it says is told at the field', async () => {
  const user = userEvent.setup()
  const engine = show()
  await withMirrors(engine, 'https://one.example')
  engine.problems = (action) =>
    action.kind === 'pullThrough' && action.reference.startsWith('ghcr.io')
      ? [aProblem('mirror', 'mirrorHubOnly', { reference: action.reference, registry: 'ghcr.io' })]
      : []
  pullDialog.open({ reference: 'ghcr.io/team/app' })
  const from = await screen.findByRole('combobox', { name: 'Source' })
  expect(from, 'as the engine does, unless one chooses').toHaveValue('')
  await user.selectOptions(from, 'https://one.example')
  expect((await screen.findByTestId('error')).dataset.code, 'no mirror has it').toBe('mirrorHubOnly')
  expect(screen.getByTestId('pull-start'), 'it cannot be begun').toBeDisabled()
  const reference = screen.getByTestId('pull-reference')
  await user.clear(reference)
  await user.type(reference, 'redis')
  await user.click(screen.getByTestId('pull-start'))
  expect(engine.asked('perform').at(-1), 'through the mirror').toEqual([
    { kind: 'pullThrough', reference: 'redis', platform: '', mirror: 'https://one.example' },
  ])
})

test('a pull that crawls can be given up for a mirror', async () => {
  const user = userEvent.setup()
  const engine = show()
  await withMirrors(engine, 'https://one.example')
  engine.send({ kind: 'job', job: running({ speed: 2_000, secondsLeft: 29_000 }) })
  pullDialog.open({ job: 1 })
  const offer = await screen.findByTestId('mirror-slow')
  await user.click(within(offer).getByRole('button', { name: 'Cancel and use a mirror…' }))
  expect(engine.asked('cancelJob'), 'the slow one ends').toEqual([[1]])
  expect(await screen.findByTestId('pull-reference'), 'nothing has to be typed again').toHaveValue('ubuntu:14.04')
  expect(screen.getByTestId('pull-mirror'), 'a mirror is chosen').toHaveValue('https://one.example')
  expect(engine.asked('perform'), 'but nothing begins by itself').toEqual([])
})

test('a default platform of Docker counts while the field is empty, and is said', async () => {
  const engine = show()
  engine.notes = [{ term: 'platform', values: { platform: 'linux/arm64' } }]
  pullDialog.open({ reference: 'ubuntu:14.04' })
  const field = await screen.findByTestId('pull-platform')
  await waitFor(() => expect(field, 'in the empty field').toHaveAttribute('placeholder', 'linux/arm64'))
  expect(screen.getByTestId('command-notes'), 'and where it comes from').toHaveTextContent('DOCKER_DEFAULT_PLATFORM')
})
