import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import { EngineState } from '../../engine/engineState.svelte'
import { shownAction } from '../../state/commandBar.svelte'
import { deselectContainer } from '../../state/containerSelection.svelte'
import { view } from '../../state/containersView.svelte'
import { controlContainerDialog, newConsoleForm, removeContainerDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import { openParsedCommand } from '../parse/openParsedCommand'
import ContainersScreen from './ContainersScreen.svelte'

const web = aContainer({
  name: 'web',
  ports: [{ container: 80, protocol: 'tcp', host: 8080, address: '0.0.0.0' }],
  labels: { note: '<b onclick="alert(1)">bold</b>' },
})
const old = aContainer({ id: 'dead'.padEnd(64, '0'), name: 'old', state: 'exited', exitCode: 1, created: 1 })

function show(containers = [web, old]) {
  const engine = new FakeEngine().connected([], containers)
  const rendered = render(TestApp, { props: { engine, component: ContainersScreen, props: {} } })
  return { engine, user: userEvent.setup(), ...rendered }
}

const rows = () => screen.getAllByTestId('container-row')
const row = (name: string) => rows().find((each) => each.dataset.name === name) as HTMLElement

beforeEach(() => {
  deselectContainer()
  Object.assign(view, { runningOnly: false, filter: '', sort: { column: 'created', descending: true } })
})

test('shows every container, and the command that lists the same', async () => {
  const { user } = show()
  await waitFor(() => expect(rows().map((each) => each.dataset.state)).toEqual(['running', 'exited']))
  expect(shownAction()).toEqual({ kind: 'listContainers', all: true })
  await user.click(screen.getByRole('checkbox', { name: 'Running only' }))
  await waitFor(() => expect(rows().map((each) => each.dataset.name)).toEqual(['web']))
  expect(shownAction(), 'docker ps shows running ones only').toEqual({ kind: 'listContainers', all: false })
})

test('a published port opens in the browser', async () => {
  const { engine, user } = show()
  await user.click(await screen.findByTestId('container-port'))
  expect(engine.asked('openAddress')).toEqual([['http://localhost:8080']])
})

test('of several ports the first is shown whole, and how many more there are', async () => {
  const ports = [8081, 8082, 8083].map((host) => ({ container: 80, protocol: 'tcp', host, address: '0.0.0.0' }))
  show([aContainer({ name: 'busy', ports })])
  expect(await screen.findByTestId('container-port'), 'one of them').toHaveTextContent(/^8081→80$/)
  const more = screen.getByTestId('container-ports-more')
  expect(more, 'the others are counted').toHaveTextContent('+2')
  expect(more, 'and named for who asks').toHaveAttribute('title', '8081→80\n8082→80\n8083→80')
})

test('stops and starts by name, and waits while it is at it', async () => {
  const { engine, user } = show()
  await waitFor(() => rows())
  await user.click(within(row('web')).getByTestId('container-stop'))
  await user.click(within(row('old')).getByTestId('container-start'))
  expect(engine.asked('perform').map(([action]) => action)).toEqual([
    { kind: 'stopContainer', container: 'web' },
    { kind: 'startContainer', container: 'old' },
  ])
  engine.send({ kind: 'job', job: aJob({ id: 1, action: { kind: 'stopContainer', container: 'web' } }) })
  await waitFor(() => expect(within(row('web')).getByTestId('container-stop')).toBeDisabled())
})

test('only a running container takes a console', async () => {
  const { user } = show()
  await waitFor(() => rows())
  expect(within(row('old')).getByTestId('container-console')).toBeDisabled()
  await user.click(within(row('web')).getByTestId('container-console'))
  expect(newConsoleForm.value?.container ?? null).toBe(web.id)
})

test('a running container is not removed unless by force, asked for', async () => {
  const { engine, user } = show()
  await waitFor(() => rows())
  await user.click(within(row('web')).getByTestId('container-remove'))
  const remove = await screen.findByTestId('container-remove-start')
  expect(remove, 'nothing is forced by default').toBeDisabled()
  await user.click(screen.getByTestId('container-remove-force'))
  await waitFor(() => expect(remove).toBeEnabled())
  await user.click(remove)
  expect(engine.asked('perform')).toEqual([
    [{ kind: 'removeContainer', container: 'web', force: true, volumes: false }],
  ])
})

test('the keyboard moves through the rows and opens the details', async () => {
  const { user } = show()
  await waitFor(() => rows())
  row('web').focus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(row('old')).toHaveFocus())
  await user.keyboard('{ArrowUp}')
  await waitFor(() => expect(row('web')).toHaveFocus())
  await user.keyboard('{Enter}')
  expect(await screen.findByTestId('container-detail')).toHaveTextContent('<b onclick="alert(1)">bold</b>')
})

test('keys act on the row that has the focus, whatever came above it', async () => {
  const { engine, user } = show([aContainer({ id: 'bb'.padEnd(64, '0'), name: 'bb', created: 5 }), old])
  await waitFor(() => rows())
  row('old').focus()
  await user.keyboard('{Delete}')
  expect(await screen.findByRole('dialog'), 'a row that was not led to by arrows').toHaveTextContent('old')
  await user.keyboard('{Escape}')

  row('bb').focus()
  const above = aContainer({ id: 'aa'.padEnd(64, '0'), name: 'aa', created: 9 })
  engine.send({
    kind: 'patch',
    patch: { revision: 2, images: [], removedImages: [], containers: [above], removedContainers: [] },
  })
  await waitFor(() => expect(rows()[0]?.dataset.name, 'it comes before').toBe('aa'))
  expect(row('bb'), 'the focus stays where it was').toHaveFocus()
  await waitFor(() => expect(row('bb').tabIndex, 'Tab leads back to it').toBe(0))
  await user.keyboard('{Delete}')
  expect(await screen.findByRole('dialog'), 'the row with the focus is meant').toHaveTextContent('bb')
})

test('an event about another container does not lead the keyboard away', async () => {
  const { engine, user } = show()
  await waitFor(() => rows())
  await user.click(row('old'))
  await screen.findByTestId('container-detail')
  row('old').focus()
  await user.keyboard('{ArrowUp}')
  await waitFor(() => expect(row('web')).toHaveFocus())
  engine.send({
    kind: 'patch',
    patch: {
      revision: 2,
      images: [],
      removedImages: [],
      containers: [{ ...web, state: 'paused' }],
      removedContainers: [],
    },
  })
  await waitFor(() => expect(row('web').dataset.state).toBe('paused'))
  expect(row('web').tabIndex, 'the keyboard is still where it was led').toBe(0)
  expect(row('old').tabIndex, 'not back at the one whose details are open').toBe(-1)
})

test('says why it is empty', async () => {
  const { user } = show()
  await user.type(screen.getByRole('searchbox'), 'zzz')
  expect(await screen.findByText('No matching containers')).toBeVisible()
})

test('the filter and the order are the same after one has looked elsewhere', async () => {
  const { user, unmount } = show()
  await waitFor(() => rows())
  await user.click(screen.getByRole('button', { name: 'Name' }))
  await user.type(screen.getByRole('searchbox'), 'o')
  unmount()
  show()
  await waitFor(() => expect(screen.getByRole('searchbox'), 'what was looked for').toHaveValue('o'))
  expect(screen.getByRole('columnheader', { name: 'Name' }), 'and how it was sorted').toHaveAttribute(
    'aria-sort',
    'ascending',
  )
})

test('a thousand containers are a few rows', async () => {
  show(Array.from({ length: 1000 }, (_, at) => aContainer({ id: String(at).padStart(64, '0'), name: `c${at}` })))
  await waitFor(() => expect(rows().length).toBeGreaterThan(5))
  expect(rows().length, 'only what is in sight is there').toBeLessThan(60)
})

test('has no faults that axe knows', async () => {
  const { container, user } = show()
  await waitFor(() => rows())
  await user.click(row('web'))
  await screen.findByTestId('container-detail')
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})

test('what was asked for in words is done by one more click, with its command', async () => {
  const { engine, user } = show()
  await waitFor(() => rows())
  controlContainerDialog.open({ kind: 'killContainer', container: web })
  const dialog = await screen.findByTestId('control-dialog')
  await waitFor(() => expect(within(dialog).getByTestId('command-line')).toHaveTextContent('docker kill web'))
  await user.click(screen.getByTestId('control-start'))
  expect(engine.asked('perform')).toEqual([[{ kind: 'killContainer', container: 'web' }]])
  engine.send({ kind: 'job', job: aJob({ state: 'done', outcome: { kind: 'container', id: web.id } }) })
  await waitFor(() => expect(screen.queryByTestId('control-dialog'), 'it is done').toBeNull())
})

test('a removal begins as it was asked for', async () => {
  show()
  removeContainerDialog.open({ container: web, force: true, volumes: true })
  expect(await screen.findByTestId('container-remove-force'), '-f').toBeChecked()
  expect(screen.getByTestId('container-remove-volumes'), '-v').toBeChecked()
})

test('what was not taken over from a command is told where it opened', async () => {
  const { engine, user } = show()
  const live = new EngineState()
  live.apply({ kind: 'inventory', inventory: { revision: 1, loaded: true, images: [], containers: [web] } })
  const action = { kind: 'stopContainer', container: 'web' } as const
  const remark = { kind: 'notOffered', words: '-t 5', flag: '--timeout', field: '', index: null } as const
  openParsedCommand({ engine, live }, { action, selection: null, remarks: [remark] })
  const dialog = await screen.findByTestId('control-dialog')
  expect(await within(dialog).findByTestId('opened-remarks')).toHaveTextContent('-t 5')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))

  controlContainerDialog.open({ kind: 'stopContainer', container: web })
  const again = await screen.findByTestId('control-dialog')
  expect(within(again).queryByTestId('opened-remarks'), 'a click has no words of its own').toBeNull()
})
