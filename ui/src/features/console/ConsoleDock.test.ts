import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import type { Console } from '../../engine/gen/console'
import { openNewConsole, setDockOpen, showConsole } from '../../state/consoleDock.svelte'
import { newConsoleForm } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aFailure } from '../../testing/fixtures/failures'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import ConsoleDock from './ConsoleDock.svelte'
import { endLabel } from './consoleLabels'
import { dockPreferences, setDockPreferences } from './dockPreferences.svelte'
// What a first console loads, at once: a busy machine takes its time.
import './session'

const web = aContainer({ name: 'web' })
const aConsole = (over: Partial<Console> = {}): Console => ({
  id: 'k1',
  container: web.id,
  containerName: 'web',
  command: '/bin/bash',
  commandLine: 'docker exec -it web /bin/bash',
  user: '',
  tty: true,
  kind: 'exec',
  closing: 'ends',
  state: 'open',
  exitCode: null,
  ...over,
})

function show(consoles: Console[] = []) {
  const engine = new FakeEngine().connected([], [web])
  const view = render(TestApp, { props: { engine, component: ConsoleDock, props: {} } })
  engine.send({ kind: 'consoles', consoles })
  return { engine, user: userEvent.setup(), ...view }
}

const tabs = () => screen.getAllByTestId('console-tab').map((tab) => tab.dataset.state)

beforeEach(() => {
  newConsoleForm.close()
  setDockOpen(true)
})

test('is not there without consoles', () => {
  show()
  expect(screen.queryByTestId('console-dock')).toBeNull()
})

test('reads every console, the one in front and those behind', async () => {
  const { engine } = show([aConsole(), aConsole({ id: 'k2' })])
  showConsole('k2')
  await waitFor(() => expect(tabs()).toEqual(['open', 'open']))
  expect((await screen.findByTestId('console-terminal')).dataset.consoleId).toBe('k2')
  await waitFor(() => expect(new Set(engine.asked('consoleRead').map(([id]) => id))).toEqual(new Set(['k1', 'k2'])))
})

test('the arrows lead from tab to tab, and Enter into the terminal', async () => {
  const { user } = show([aConsole(), aConsole({ id: 'k2' }), aConsole({ id: 'k3' })])
  showConsole('k1')
  const shown = (id: string) => waitFor(() => expect(screen.getByTestId('console-terminal').dataset.consoleId).toBe(id))
  await shown('k1')
  screen.getAllByTestId('console-tab')[0]?.focus()
  await user.keyboard('{ArrowRight}')
  await shown('k2')
  await user.keyboard('{ArrowRight}')
  await shown('k3')
  expect(screen.getAllByTestId('console-tab')[2], 'for the next step').toHaveFocus()
  await user.keyboard('{Enter}')
  expect(screen.getByTestId('console-terminal'), 'it is typed into').toContainElement(
    document.activeElement as HTMLElement,
  )
  await user.click(screen.getAllByTestId('console-tab')[0] as HTMLElement)
  await shown('k1')
  await waitFor(() =>
    expect(screen.getByTestId('console-terminal'), 'so is one that was clicked').toContainElement(
      document.activeElement as HTMLElement,
    ),
  )
})

test('a console that the engine brings to the front does not take the focus', async () => {
  const { engine, user } = show([aConsole(), aConsole({ id: 'k2' })])
  const field = document.createElement('input')
  document.body.append(field)
  showConsole('k2')
  await waitFor(() => expect(screen.getByTestId('console-terminal').dataset.consoleId).toBe('k2'))
  await user.click(field)
  engine.send({ kind: 'consoles', consoles: [aConsole()] })
  await waitFor(() => expect(screen.getByTestId('console-terminal').dataset.consoleId).toBe('k1'))
  expect(field, 'the other one is gone').toHaveFocus()
  // One that was asked for opens late.
  showConsole('k3')
  engine.send({ kind: 'consoles', consoles: [aConsole(), aConsole({ id: 'k3' })] })
  await waitFor(() => expect(screen.getByTestId('console-terminal').dataset.consoleId).toBe('k3'))
  expect(field, 'something else is typed by then').toHaveFocus()
  field.remove()
})

test('shows what is printed, and how it ended', async () => {
  const { engine } = show()
  engine.output = [new TextEncoder().encode('hello '), new TextEncoder().encode('你好\r\n')]
  engine.send({ kind: 'consoles', consoles: [aConsole({ state: 'exited', exitCode: 0 })] })
  const terminal = await screen.findByTestId('console-terminal')
  await waitFor(() => expect(terminal).toHaveTextContent('hello 你好'))
  await waitFor(() => expect(terminal).toHaveTextContent('The process exited normally'))
  expect(screen.getByTestId('console-exit')).toHaveTextContent('exit 0')
})

test('answers the terminal’s questions once, not when they are shown again', async () => {
  const { engine } = show()
  const asking = (text: string) => new TextEncoder().encode(`\x1b[c${text}`)
  engine.output = [asking('older '), asking('old '), asking('new')]
  engine.shownBefore = asking('older ').length + asking('old ').length
  engine.send({ kind: 'consoles', consoles: [aConsole()] })
  await waitFor(() => expect(screen.getByTestId('console-terminal')).toHaveTextContent('older old new'))
  const answers = () => engine.asked('consoleWrite').map(([, data]) => data)
  await waitFor(() => expect(answers().join(''), 'one answer, to the new question').toBe('\x1b[?1;2c'))
})

test('several lines are asked about before they are pasted, and control characters are never pasted', async () => {
  const { engine, user } = show([aConsole()])
  const terminal = await screen.findByTestId('console-terminal')
  const paste = (text: string) =>
    terminal.querySelector('textarea')?.dispatchEvent(
      Object.assign(new Event('paste', { bubbles: true, cancelable: true }), {
        clipboardData: { getData: () => text },
      }),
    )
  const written = () => engine.asked('consoleWrite').map(([, data]) => data)
  await waitFor(() => expect(terminal.querySelector('textarea')).not.toBeNull())
  paste('echo one\x1b')
  await waitFor(() => expect(written().join('')).toBe('echo one'))
  paste('echo safe\x1b[201~\necho no\n')
  const dialog = await screen.findByTestId('console-paste')
  expect(dialog).toHaveTextContent('echo safe[201~ echo no')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByTestId('console-paste')).toBeNull())
  paste('one\ntwo')
  await user.click(await screen.findByTestId('console-paste-confirm'))
  await waitFor(() => expect(written().join('')).toBe('echo oneone\rtwo'))
})

test('closing says what it ends, and ends it', async () => {
  const { engine, user } = show([aConsole()])
  const close = await screen.findByRole('button', { name: 'Close /bin/bash in web and end its process' })
  await user.click(close)
  expect(engine.asked('consoleClose')).toEqual([['k1']])
})

test('closing says so where the process cannot be ended, and where it is left running', async () => {
  show([aConsole({ closing: 'interrupts' }), aConsole({ id: 'k2', kind: 'attach', closing: 'leaves' })])
  await screen.findByRole('button', { name: 'Close /bin/bash in web and interrupt its process (Ctrl-C)' })
  await screen.findByRole('button', { name: 'Close /bin/bash in web and leave its process running' })
})

test('a failed look for shells is not the lack of one', async () => {
  const { engine, user } = show()
  engine.foundShells = { paths: [], complete: false }
  openNewConsole({ container: web.id })
  const form = await screen.findByRole('form')
  await waitFor(() => expect(form).toHaveTextContent('couldn’t look for shells'))
  expect(form).not.toHaveTextContent('has no shell')
  expect(screen.getByTestId('console-command')).toHaveValue('sh')
  await waitFor(() => expect(screen.getByTestId('console-open')).toBeEnabled())
  await user.click(screen.getByTestId('console-open'))
  expect(engine.asked('perform')).toEqual([[{ kind: 'exec', container: 'web', command: 'sh', user: '' }]])
})

test.each([
  ['groupNotFound', { group: 'nosuchgroup' }],
  ['userIdInvalid', { user: '-1' }],
] as const)('%s is told at the user', async (code, details) => {
  const { engine, user } = show()
  openNewConsole({ container: web.id })
  await user.type(await screen.findByTestId('console-user'), 'x')
  await waitFor(() => expect(screen.getByTestId('console-open')).toBeEnabled())
  await user.click(screen.getByTestId('console-open'))
  engine.send({ kind: 'job', job: aJob({ id: 1, state: 'failed', error: aFailure(code, details) }) })
  await waitFor(() => expect(screen.getByTestId('console-user')).toHaveAttribute('aria-invalid', 'true'))
})

test('opens the best shell there is, or another, as a user', async () => {
  const { engine, user } = show()
  openNewConsole({ container: web.id })
  const shell = await screen.findByTestId('console-shell')
  await waitFor(() => expect(shell).toHaveValue('/bin/bash'))
  await user.selectOptions(shell, '/bin/sh')
  await user.type(screen.getByTestId('console-user'), 'root')
  await waitFor(() => expect(screen.getByTestId('console-open')).toBeEnabled())
  await user.click(screen.getByTestId('console-open'))
  expect(engine.asked('perform')).toEqual([[{ kind: 'exec', container: 'web', command: '/bin/sh', user: 'root' }]])
  engine.send(
    { kind: 'consoles', consoles: [aConsole({ id: 'k9' })] },
    { kind: 'job', job: aJob({ id: 1, state: 'done', outcome: { kind: 'console', id: 'k9', container: web.id } }) },
  )
  await waitFor(() => expect(screen.getByTestId('console-terminal').dataset.consoleId).toBe('k9'))
})

test('what was typed stays when another container is chosen', async () => {
  const db = aContainer({ id: 'db'.padEnd(64, '0'), name: 'db' })
  const engine = new FakeEngine().connected([], [web, db])
  render(TestApp, { props: { engine, component: ConsoleDock, props: {} } })
  const user = userEvent.setup()
  openNewConsole({ container: web.id })
  await waitFor(() => expect(screen.getByTestId('console-shell')).toHaveValue('/bin/bash'))
  await user.selectOptions(screen.getByTestId('console-shell'), '')
  await user.type(screen.getByTestId('console-command'), 'top -d 1')
  await user.type(screen.getByTestId('console-user'), 'root')
  await user.selectOptions(screen.getByTestId('console-container'), db.id)
  await waitFor(() => expect(screen.getByTestId('console-container')).toHaveValue(db.id))
  expect(await screen.findByTestId('console-command'), 'the command').toHaveValue('top -d 1')
  expect(screen.getByTestId('console-user'), 'and the user').toHaveValue('root')
})

test('an unknown user is told at its field', async () => {
  const { engine, user } = show()
  openNewConsole({ container: web.id })
  await user.type(await screen.findByTestId('console-user'), 'nobody-here')
  await waitFor(() => expect(screen.getByTestId('console-open')).toBeEnabled())
  await user.click(screen.getByTestId('console-open'))
  engine.send({
    kind: 'job',
    job: aJob({ id: 1, state: 'failed', error: aFailure('userNotFound', { user: 'nobody-here' }) }),
  })
  await waitFor(() => expect(screen.getByTestId('console-user')).toHaveAttribute('aria-invalid', 'true'))
})

test.each([
  [{ state: 'exited', exitCode: 130 }, 'interrupted'],
  [{ state: 'exited', exitCode: 42 }, 'exited with code 42'],
  [{ state: 'exited', exitCode: null }, 'has exited'],
  [{ state: 'lost', exitCode: null }, 'connection to the engine'],
  [{ state: 'detached', exitCode: null }, 'keeps running'],
] as const)('the end in words: %j', (console, words) => {
  expect(endLabel(console)).toContain(words)
})

test('a lower window makes the dock lower, and a higher one gives it its height back', async () => {
  const at = async (height: number, shown: string) => {
    window.innerHeight = height
    window.dispatchEvent(new Event('resize'))
    await waitFor(() => expect(screen.getByTestId('console-dock').style.height, `at ${height}`).toBe(shown))
  }
  setDockPreferences({ height: 680 })
  show([aConsole()])
  await at(900, '680px')
  await at(560, '340px')
  expect(dockPreferences().height, 'what is kept is what was set').toBe(680)
  await at(900, '680px')
  setDockPreferences({ height: 280 })
})

test('has no faults that axe knows', async () => {
  const { container } = show([aConsole(), aConsole({ id: 'k2', state: 'exited', exitCode: 1 })])
  await screen.findByTestId('console-terminal')
  // The terminal's own insides are xterm's.
  const { violations } = await axe.run(
    { include: [container], exclude: [['.xterm']] },
    { rules: { region: { enabled: false } } },
  )
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})
