import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { EngineStatus } from '../engine/gen/engine'
import { messageIds, setLanguage, t } from '../messages/index.svelte'
import { archiveDialog, layersPanel, pullDialog, removeImagesDialog } from '../state/dialogs.svelte'
import { deselectImage, selectImage } from '../state/imageSelection.svelte'
import { dismiss, notices, notify } from '../state/notices.svelte'
import { navigate, routes } from '../state/route.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import { aContainer } from '../testing/fixtures/containers'
import { anEndpoint, anEngine } from '../testing/fixtures/engines'
import { aFailure } from '../testing/fixtures/failures'
import { aDetail, anImage, digest } from '../testing/fixtures/images'
import { aJob } from '../testing/fixtures/jobs'
import { withText } from '../testing/withText'
import App from './App.svelte'

const ubuntu = anImage()
const nameless = anImage({ id: digest('ccc'), tags: [], kind: 'dangling' })

const unreachable: EngineStatus = {
  state: 'unreachable',
  attempts: [
    {
      endpoint: anEndpoint(),
      error: aFailure('socketPermissionDenied', { address: '/var/run/docker.sock' }, 'permission denied'),
    },
    { endpoint: anEndpoint({ address: 'unix:///run/podman.sock', name: 'Podman' }), error: aFailure('socketNotFound') },
  ],
  lost: null,
  retryIn: 8000,
}

async function open(language: string | null = 'en') {
  const engine = new FakeEngine().connected([ubuntu, nameless], [aContainer()])
  engine.chosen = { ...engine.chosen, language }
  engine.details.set(
    ubuntu.id,
    aDetail({
      history: [
        {
          image: null,
          tags: [],
          createdBy: 'RUN make',
          comment: '',
          created: 1,
          size: 10,
          layer: digest('abc'),
          colourKey: 'abc000000000',
        },
        {
          image: null,
          tags: [],
          createdBy: 'CMD ["bash"]',
          comment: '',
          created: 1,
          size: 0,
          layer: null,
          colourKey: null,
        },
      ],
    }),
  )
  const { container } = render(App, { props: { engine } })
  await screen.findByTestId('engine-status')
  return { engine, container }
}

/** What a screen reader's user would stumble over. jsdom knows no layout and no colours; contrast has its own test. */
async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)}`),
  )
}

beforeEach(() => {
  setLanguage('en')
  navigate('images')
})
afterEach(() => {
  deselectImage()
  pullDialog.close()
  removeImagesDialog.close()
  for (const notice of notices()) dismiss(notice.id)
})

test.each(routes)('the screen %s is there for everybody', async (to) => {
  const { engine } = await open()
  engine.send({
    kind: 'jobs',
    jobs: [aJob({ log: ['Pulling'] }), aJob({ id: 2, state: 'failed', error: aFailure('noSpace', {}, 'no space') })],
  })
  const user = userEvent.setup()
  await user.click(screen.getByTestId(`nav-${to}`))
  expect(screen.getByTestId(`nav-${to}`), 'where one is').toHaveAttribute('aria-current', 'page')
  expect(await violations(), 'axe').toEqual([])
})

test('dialogs and the drawer are there for everybody', async () => {
  const { engine } = await open()
  selectImage(ubuntu.id)
  await screen.findByText('RUN make')
  expect(await violations(), 'the drawer').toEqual([])

  pullDialog.open({ reference: 'ubuntu:14.04' })
  await screen.findByTestId('pull-dialog')
  expect(await violations(), 'the pull dialog').toEqual([])
  engine.send({ kind: 'job', job: aJob() })
  pullDialog.open({ job: 1 })
  expect(await violations(), 'a running pull').toEqual([])
  pullDialog.close()

  removeImagesDialog.open({ targets: [ubuntu.tags[0] ?? ''], apart: [nameless.id] })
  await screen.findByTestId('removal-dialog')
  expect(await violations(), 'the removal dialog').toEqual([])
})

test('the unreachable screen says why for each place, and tries again', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  engine.send({ kind: 'engine', status: unreachable })
  expect(await screen.findByRole('heading', { name: 'No engine found' }), 'what is the matter').toBeVisible()
  expect(screen.getByTestId('engine-status').dataset.state, 'the contract').toBe('unreachable')
  const codes = screen.getAllByTestId('error').map((note) => note.dataset.code)
  expect(codes, 'one reason for each place').toEqual(['socketPermissionDenied', 'socketNotFound'])
  expect(screen.getByText(/usermod -aG docker/), 'what to do').toBeVisible()
  expect(screen.getByRole('timer'), 'when it is tried again').toHaveTextContent(/Retrying in 0:0[78]/)
  expect(await violations(), 'axe').toEqual([])

  await user.click(screen.getByRole('button', { name: 'Retry now' }))
  expect(engine.asked('reconnect').length, 'now').toBe(1)
})

test('settings that cannot be read are told', async () => {
  const engine = new FakeEngine().connected([ubuntu])
  const path = '/home/me/settings.json.damaged'
  engine.failures.set('settings', { code: 'settingsDamaged', message: 'EOF', byEngine: false, details: { path } })
  render(App, { props: { engine } })
  const told = await screen.findByTestId('error')
  expect(told, 'what it means').toHaveTextContent('Pinned images aren’t protected now.')
  expect(told, 'where they are').toHaveTextContent(path)
  expect(screen.getByTestId('nav-images'), 'and the window is there').toBeInTheDocument()
})

test('another language changes every text and is kept', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  selectImage(ubuntu.id)
  await screen.findByText('RUN make')
  const english = new Set(
    messageIds('en')
      .filter((id) => id.startsWith('nav-'))
      .map((id) => t(id)),
  )
  await user.selectOptions(screen.getByTestId('settings-language'), 'zh-CN')
  expect(engine.chosen.language, 'kept').toBe('zh-CN')
  expect(document.documentElement.lang, 'for screen readers and fonts').toBe('zh-CN')
  expect(screen.getByTestId('nav-images'), 'the rail').toHaveTextContent('镜像')

  const words = [...document.querySelectorAll('button, h1, h2, h3, label, dt, [role=columnheader], [role=status]')]
    .filter((element) => !element.closest('option, select'))
    .map((element) => element.textContent.trim())
  expect(
    words.filter(
      (word) => english.has(word) || /\b(Remove|Run|Names?|Layers|Search|Filter|Created|Size|Tag)\b/.test(word),
    ),
    'an English word that stayed',
  ).toEqual([])
  const titles = [...document.querySelectorAll('[aria-label], [title]')].flatMap((element) => [
    element.getAttribute('aria-label') ?? '',
    element.getAttribute('title') ?? '',
  ])
  expect(
    titles.filter((title) => /\b(Remove|Run|Close|Copy|Explain|Mark|Docker command|Actions|Sections)\b/.test(title)),
    'an English label that stayed',
  ).toEqual([])
})

test('the theme is shown at once and kept', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  await user.selectOptions(screen.getByTestId('settings-theme'), 'dark')
  expect(document.documentElement.dataset.theme, 'shown').toBe('dark')
  expect(engine.chosen.theme, 'kept').toBe('dark')
  await user.selectOptions(screen.getByTestId('settings-theme'), 'system')
  expect(document.documentElement.dataset.theme, 'as the system').toBeUndefined()
})

test('the foot shows the command for what one sees, then for what was done', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  const foot = within(screen.getByRole('contentinfo'))
  await expect.poll(() => foot.getByTestId('command-line').textContent, { message: 'images' }).toBe('docker images')
  await user.click(screen.getByTestId('nav-containers'))
  await expect.poll(() => foot.getByTestId('command-line').textContent, { message: 'containers' }).toBe('docker ps -a')
  engine.send({ kind: 'job', job: aJob({ started: Date.now() + 1000 }) })
  await expect
    .poll(() => foot.getByTestId('command-line').textContent, { message: 'what was done' })
    .toBe('docker pull ubuntu:14.04')
  expect(screen.getByRole('contentinfo'), 'and not called what is seen').toHaveAccessibleName('Last command')
})

test('a screen that no command lists has none at its foot', async () => {
  const user = userEvent.setup()
  await open()
  expect(await screen.findByRole('contentinfo'), 'of the images').toHaveAccessibleName('Equivalent command')
  for (const one of ['learn', 'activity', 'engine'] as const) {
    await user.click(screen.getByTestId(`nav-${one}`))
    await waitFor(() => expect(screen.queryByRole('contentinfo'), one).not.toBeInTheDocument())
  }
  await user.click(screen.getByTestId('nav-images'))
  expect(await screen.findByRole('contentinfo'), 'again').toBeVisible()
})

test('a failure that nobody looks at is noticed', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  const later = Date.now() + 1000
  engine.send({ kind: 'job', job: aJob({ started: later }) })
  expect(await screen.findByTitle('1 job running'), 'running jobs are seen from everywhere').toBeInTheDocument()
  engine.send({
    kind: 'job',
    job: aJob({ started: later, ended: later, state: 'failed', error: aFailure('noSpace') }),
  })
  const notice = within(await screen.findByRole('region', { name: 'Notices' }))
  expect(notice.getByText(withText(/^The disk where the engine stores images is full\.$/)), 'why').toBeVisible()
  await user.click(notice.getByRole('button', { name: 'Show in Activity' }))
  expect(screen.getByTestId('job').dataset, 'where it is kept').toMatchObject({ jobId: '1', state: 'failed' })
})

test('notices are between the screen and the consoles, the newest on top, and keep the focus among them', async () => {
  const user = userEvent.setup()
  await open()
  notify(aFailure('noSpace'), null, 'docker pull ubuntu')
  notify(aFailure('portTaken'), null, 'docker start web')
  const region = await screen.findByRole('region', { name: 'Notices' })
  expect(region.previousElementSibling, 'in the layout, below the screen').toBe(screen.getByRole('main'))
  expect(region.className, 'over nothing').not.toMatch(/fixed|absolute|z-/)
  const commands = () =>
    within(region)
      .getAllByText(/^docker /)
      .map((command) => command.textContent)
  expect(commands()).toEqual(['docker start web', 'docker pull ubuntu'])
  notify(aFailure('noSpace'), null, 'docker pull ubuntu')
  await waitFor(() => expect(within(region).getByText('2 times'), 'the same again').toBeVisible())
  expect(commands(), 'where it was').toEqual(['docker start web', 'docker pull ubuntu'])
  await user.click(within(region).getAllByRole('button', { name: 'Dismiss' })[0] as HTMLElement)
  expect(commands()).toEqual(['docker pull ubuntu'])
  await waitFor(() => expect(region, 'the focus stays here').toHaveFocus())
  expect(await violations(), 'axe').toEqual([])
})

test('an archive that is dropped is looked into; of several it is asked which', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  navigate('containers')
  engine.drop('/tmp/one.tar')
  expect(await screen.findByTestId('layers-panel'), 'one').toBeVisible()
  expect(layersPanel.value).toEqual({ kind: 'archive', path: '/tmp/one.tar' })
  layersPanel.close()

  engine.drop('/tmp/one.tar', '/tmp/two.tar')
  const dialog = within(await screen.findByTestId('archive-dialog'))
  expect(dialog.getByText(/You dropped 2 files/), 'why it asks').toBeVisible()
  await user.click(dialog.getByRole('radio', { name: '/tmp/two.tar' }))
  expect(dialog.getByTestId('archive-path'), 'the one that is chosen').toHaveValue('/tmp/two.tar')
  expect(await violations(), 'axe').toEqual([])
  engine.drop('/tmp/three.tar')
  await waitFor(() => expect(dialog.getByTestId('archive-path'), 'dropped on the dialog').toHaveValue('/tmp/three.tar'))
  expect(dialog.queryByTestId('archive-dropped'), 'nothing to choose from').toBeNull()
  archiveDialog.close()
})

test('the notice of a pull that a mirror may help leads straight to the offer', async () => {
  const user = userEvent.setup()
  const { engine } = await open()
  const ended = Date.now() + 1000
  const error = aFailure('registryUnreachable', { registry: 'docker.io' })
  engine.send({ kind: 'job', job: aJob({ started: ended, ended, state: 'failed', error }) })
  const notice = within(await screen.findByRole('region', { name: 'Notices' }))
  await user.click(notice.getByRole('button', { name: 'Use a registry mirror…' }))
  expect(await screen.findByTestId('mirror-offer'), 'in the dialog of that pull').toBeVisible()
  expect(screen.queryByRole('region', { name: 'Notices' }), 'and the notice is gone').toBeNull()
})

test('the palette finds an action by its name and does it', async () => {
  const user = userEvent.setup()
  await open()
  await user.keyboard('{Control>}k{/Control}')
  const palette = await screen.findByTestId('palette')
  expect(await violations(), 'axe').toEqual([])
  await user.type(within(palette).getByRole('combobox'), 'go to act')
  await screen.findByRole('option', { name: 'Go to Activity', selected: true })
  await user.keyboard('{Enter}')
  expect(screen.getByTestId('nav-activity'), 'went there').toHaveAttribute('aria-current', 'page')
})

test('a practice engine and Podman are said plainly', async () => {
  const { engine } = await open()
  engine.connected([], [], anEngine({ practice: true, product: 'podman', version: '5.4.0' }))
  expect(await screen.findByText(withText(/This is the practice engine/)), 'practice').toBeVisible()
  expect(screen.getByText(withText(/This is Podman/)), 'podman').toBeVisible()
  expect(screen.getByTestId('engine-status'), 'which and what version').toHaveTextContent('Podman 5.4.0')
})

test.each([
  ['en', 'Not responding since'],
  ['zh-CN', '没有响应'],
])('an engine that hangs is said in the header, in %s, and its images stay', async (language, words) => {
  const { engine } = await open(language)
  await screen.findAllByTestId('image-row')
  engine.send({ kind: 'engine', status: { state: 'unresponsive', engine: anEngine(), since: 1_700_000_000 } })
  const status = await screen.findByTestId('engine-status')
  await waitFor(() => expect(status, 'since when').toHaveTextContent(words))
  expect(status, 'its state').toHaveAttribute('data-state', 'unresponsive')
  expect(screen.getAllByTestId('image-row')[0], 'what was known is still there').toBeVisible()
  engine.send({ kind: 'engine', status: { state: 'connected', engine: anEngine() } })
  await waitFor(() => expect(status, 'as soon as it answers').toHaveAttribute('data-state', 'connected'))
})

test('who turns to the window asks whether the engine still answers', async () => {
  const { engine } = await open()
  await screen.findAllByTestId('image-row')
  window.dispatchEvent(new Event('focus'))
  expect(engine.checks, 'it is asked').toBe(1)
})

test('what an engine refuses to list is said with its words', async () => {
  const { engine } = await open()
  await screen.findAllByTestId('image-row')
  const refused = aFailure('engineFailed', {}, 'content digest sha256:0: not found')
  engine.send({
    kind: 'inventory',
    inventory: {
      revision: 2,
      loaded: true,
      images: [ubuntu],
      containers: [],
      imagesRefused: refused,
      containersRefused: refused,
    },
  })
  expect(await screen.findByText(withText(/refused to list its images.*content digest/)), 'the images').toBeVisible()
  expect(screen.getByText(withText(/refused to list its containers.*content digest/)), 'the containers').toBeVisible()
})
