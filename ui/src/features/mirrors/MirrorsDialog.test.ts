import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { mirrorsDialog } from '../../state/dialogs.svelte'
import { choose, loadSettings } from '../../state/preferences.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { anEngine } from '../../testing/fixtures/engines'
import { aFailure } from '../../testing/fixtures/failures'
import { aMirrorConfiguration, aMirrorTest } from '../../testing/fixtures/mirrors'
import TestApp from '../../testing/TestApp.svelte'
import { withText } from '../../testing/withText'
import MirrorsDialog from './MirrorsDialog.svelte'

async function show(mirrors: string[] = [], engine = new FakeEngine().connected()) {
  engine.chosen = { ...engine.chosen, language: 'en', mirrors }
  await loadSettings(engine)
  render(TestApp, { props: { engine, component: MirrorsDialog } })
  mirrorsDialog.open({ image: 'ubuntu:14.04' })
  await screen.findByTestId('mirrors-dialog')
  return engine
}

beforeEach(() => setLanguage('en'))
afterEach(mirrorsDialog.close)

test('what is typed is kept, and what is no address is told at its row', async () => {
  const user = userEvent.setup()
  const engine = await show(['mirror.example'])
  await user.click(screen.getByRole('button', { name: /Add a mirror/ }))
  const second = screen.getByRole('textbox', { name: 'Mirror 2' })
  expect(second, 'typing can go on at once').toHaveFocus()
  await user.type(second, 'not one')
  engine.failures.set('saveSettings', aFailure('mirrorInvalid', { mirror: 'not one' }))
  await user.click(screen.getByTestId('mirrors-save'))
  const problem = await screen.findByTestId('error')
  expect(problem, 'what an address looks like').toHaveTextContent('mirror.example/prefix')
  expect(second, 'tied to its field').toHaveAccessibleDescription(/isn’t a valid mirror address/)
  expect(second, 'nothing typed is lost').toHaveValue('not one')

  engine.failures.clear()
  await user.clear(second)
  await user.type(second, ' http://127.0.0.1:5000 ')
  await user.click(screen.getByTestId('mirrors-save'))
  await waitFor(() => expect(screen.queryByTestId('mirrors-dialog'), 'kept').not.toBeInTheDocument())
  expect(engine.chosen.mirrors, 'both').toEqual(['mirror.example', 'http://127.0.0.1:5000'])
})

test('another setting that changes meanwhile takes nothing away that was typed', async () => {
  const user = userEvent.setup()
  const waiting = new FakeEngine().connected()
  waiting.mirrorsAnswer = false
  const engine = await show(['mirror.example'], waiting)
  await user.type(screen.getByRole('textbox', { name: 'Mirror 1' }), '/hub')
  await user.click(screen.getByTestId('mirror-test'))
  await choose(engine, { theme: 'dark' })
  await waitFor(() => expect(document.documentElement.dataset.theme, 'it is chosen').toBe('dark'))
  expect(screen.getByRole('textbox', { name: 'Mirror 1' }), 'what was typed').toHaveValue('mirror.example/hub')
  expect(screen.getByTestId('mirror-stop'), 'and its test goes on').toBeVisible()
})

test('the focus is not lost with the row that goes', async () => {
  const user = userEvent.setup()
  await show(['one.example', 'two.example'])
  screen.getByRole('button', { name: /Remove mirror 1/ }).focus()
  await user.keyboard('{Enter}')
  expect(screen.getByRole('textbox', { name: 'Mirror 1' }), 'the other is left').toHaveValue('two.example')
  expect(screen.getByRole('button', { name: /Remove mirror 1/ }), 'where it was').toHaveFocus()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.getByRole('button', { name: /Add a mirror/ }), 'none is left').toHaveFocus())
})

test('a test tells what the mirror answered, in words and figures', async () => {
  const user = userEvent.setup()
  const engine = await show(['mirror.example'])
  await user.click(screen.getByRole('button', { name: 'Test mirror 1' }))
  expect(engine.asked('testMirror'), 'for the image one wants').toEqual([['mirror.example', 'ubuntu:14.04']])
  const result = await screen.findByTestId('mirror-result')
  await waitFor(() => expect(result.dataset.state, 'at its end').toBe('done'))
  const steps = within(result)
    .getAllByRole('listitem')
    .map((step) => step.textContent.replace(/\s+/g, ' ').trim())
  expect(steps, 'step by step').toEqual([
    'Reachable · 203.0.113.7:443, TLS, in 42 ms',
    'Is a registry · responded in 20 ms',
    'Has ubuntu:14.04 · 29.5MB, found in 130 ms, with a token',
    'Speed · 5MB/s, measured over 2MB of a layer',
  ])

  await user.type(screen.getByRole('textbox', { name: 'Mirror 1' }), '/hub')
  expect(screen.queryByTestId('mirror-result'), 'another address has no result yet').not.toBeInTheDocument()
})

test('the step that fails says why, and nothing is said of later ones', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected()
  const error = aFailure('pullNotFound', { reference: 'mirror.example/library/ubuntu:14.04' })
  engine.mirrorTests = () => [aMirrorTest({ found: null, speed: null, failed: { step: 'image', error } })]
  await show(['mirror.example'], engine)
  await user.click(screen.getByTestId('mirror-test'))
  const note = await screen.findByRole('alert')
  expect(note.dataset.code, 'why').toBe('pullNotFound')
  const steps = within(screen.getByTestId('mirror-result')).getAllByRole('listitem')
  expect(
    steps.map((step) => step.dataset.step),
    'up to the one that failed',
  ).toEqual(['reach', 'registry', 'image'])
})

test('a test can be stopped', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected()
  engine.mirrorsAnswer = false
  engine.mirrorTests = () => [aMirrorTest({ registry: null, found: null, speed: null })]
  await show(['mirror.example'], engine)
  await user.click(screen.getByTestId('mirror-test'))
  const result = await screen.findByTestId('mirror-result')
  expect(result, 'what it waits for').toHaveTextContent('Is a registry · Testing…')
  await user.click(screen.getByTestId('mirror-stop'))
  await waitFor(() => expect(screen.queryByTestId('mirror-result'), 'given up').not.toBeInTheDocument())
  expect(screen.getByTestId('mirror-test'), 'it can be begun again').toBeEnabled()
})

test('the lines for the engine are shown with what is new, to copy, and how to put them in force', async () => {
  const user = userEvent.setup()
  const engine = await show(['mirror.example'])
  const lines = await screen.findByRole('list', { name: 'Configuration lines' })
  expect(engine.asked('mirrorConfiguration').at(-1), 'for what is typed').toEqual([['mirror.example']])
  const added = within(lines)
    .getAllByRole('listitem')
    .filter((line) => line.dataset.added === 'true')
  expect(added, 'one line is new').toHaveLength(1)
  expect(added[0], 'not by colour alone').toHaveTextContent('new: "registry-mirrors"')
  await user.click(screen.getByTestId('mirror-lines-copy'))
  expect(JSON.parse(engine.clipboard), 'the whole file, without marks').toEqual({
    debug: true,
    'registry-mirrors': ['https://mirror.example'],
  })
  const commands = screen.getAllByTestId('command-line').map((command) => command.textContent)
  expect(commands, 'first the one that stops nothing').toEqual([
    'sudo systemctl reload docker',
    'sudo systemctl restart docker',
  ])
  expect(screen.getByText(withText(/Running containers stop/)), 'what a restart means').toBeVisible()
})

test.each([
  ['missing', {}, true, '/etc/docker/daemon.json doesn’t exist yet'],
  ['unknown', {}, true, 'keeping what’s there'],
  ['other', {}, true, 'started with another file'],
  ['unknown', {}, false, 'The engine runs on harbour'],
  ['read', { place: 'desktop' }, true, 'Settings → Docker Engine'],
  ['read', { byFlags: true }, true, 'dockerd won’t start'],
  ['read', { rejected: [aFailure('mirrorPathNotAllowed', { mirror: 'https://a/b' })] }, true, 'https://a/b has a path'],
  ['unknown', { error: aFailure('configurationInvalid', { path: '/etc/x' }) }, true, 'Fix it first'],
  ['read', { lines: [{ text: '{}', added: false }] }, true, 'already has all of these'],
] as const)('a file that is %s, and %o, on this machine: %s', async (file, over, local, told) => {
  const engine = new FakeEngine().connected([], [], anEngine({ local }))
  engine.configurations = () => aMirrorConfiguration({ ...structuredClone(over), file } as object)
  await show(['mirror.example'], engine)
  const section = await screen.findByTestId('mirror-lines')
  await waitFor(() => expect(section, 'what to do with the lines').toHaveTextContent(told))
})
