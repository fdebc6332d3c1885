import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import type { FileState } from '../../engine/gen/change'
import { shownAction } from '../../state/commandBar.svelte'
import { notifyConsoleIdle } from '../../state/consoleIdle'
import { changesPanel, commitDialog } from '../../state/dialogs.svelte'
import { aContainer, aFailure, FakeEngine } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import ChangesPanel from './ChangesPanel.svelte'

const web = aContainer({ name: 'web' })
const text = (text: string): FileState => ({
  kind: 'file',
  size: text.length,
  mode: '-rw-r--r--',
  modified: 1,
  linkTarget: '',
  content: { kind: 'text', text },
})

function show() {
  const engine = new FakeEngine().connected([], [web])
  engine.changeList = {
    changes: [
      { path: '/etc/hosts', kind: 'changed', noise: 'engine' },
      { path: '/srv', kind: 'changed', noise: 'parent' },
      { path: '/srv/<b>new', kind: 'added', noise: null },
      { path: '/srv/gone', kind: 'deleted', noise: null },
      { path: '/srv/index.html', kind: 'changed', noise: null },
    ],
  }
  engine.changed = { before: text('old <i>line</i>\n'), after: text('new <i>line</i>\n') }
  const view = render(TestApp, { props: { engine, component: ChangesPanel, props: {} } })
  return { engine, user: userEvent.setup(), ...view }
}

const paths = () => screen.getAllByTestId('change-row').map((row) => [row.dataset.path, row.dataset.kind])
const row = (path: string) =>
  screen.getAllByTestId('change-row').find((each) => each.dataset.path === path) as HTMLElement

beforeEach(() => changesPanel.open({ container: web.id }))

test('shows what changed, with the noise folded away but there', async () => {
  const { user } = show()
  await waitFor(() =>
    expect(paths()).toEqual([
      ['/srv/<b>new', 'added'],
      ['/srv/gone', 'deleted'],
      ['/srv/index.html', 'changed'],
    ]),
  )
  expect(shownAction()).toEqual({ kind: 'diff', container: 'web' })
  expect(screen.getByTestId('changes-list'), 'names are text').toHaveTextContent('<b>new')
  await user.click(screen.getByTestId('changes-noise'))
  await waitFor(() => expect(paths().length, 'all five are there').toBe(5))
})

test('shows a file before and after, as text and with signs', async () => {
  const { engine, user } = show()
  await waitFor(() => paths())
  await user.click(row('/srv/index.html'))
  const content = await screen.findByTestId('change-content')
  await waitFor(() => expect(content).toHaveTextContent('old <i>line</i>'))
  expect(content).toHaveTextContent('new <i>line</i>')
  expect(content, 'colour is not alone').toHaveTextContent(/−.*removed.*\+.*added/)
  expect(engine.asked('changeContent')).toEqual([[web.id, '/srv/index.html']])
})

test('reads again when a console of this container fell quiet, not of another', async () => {
  const { engine, user } = show()
  await waitFor(() => paths())
  expect(engine.asked('changes').length).toBe(1)
  notifyConsoleIdle('another')
  notifyConsoleIdle(web.id)
  await waitFor(() => expect(engine.asked('changes').length).toBe(2))
  await user.click(screen.getByTestId('changes-refresh'))
  expect(engine.asked('changes').length).toBe(3)
})

test('tells what cannot be shown', async () => {
  const { engine, user } = show()
  engine.changed = { before: null, after: { ...text(''), size: 4, content: { kind: 'binary', head: '7f 45 4c 46' } } }
  await waitFor(() => paths())
  await user.click(row('/srv/<b>new'))
  expect(await screen.findByText('7f 45 4c 46')).toBeVisible()

  engine.failures.set('changeContent', aFailure('pathNotFound', { path: '/srv/gone' }))
  await user.click(row('/srv/gone'))
  expect(await screen.findByTestId('error')).toHaveAttribute('data-code', 'pathNotFound')
})

test('leads into commit', async () => {
  const { user } = show()
  await user.click(screen.getByTestId('changes-commit'))
  expect(commitDialog.value?.container ?? null).toBe(web.id)
})

test('has no faults that axe knows', async () => {
  const { container, user } = show()
  await waitFor(() => paths())
  await user.click(row('/srv/index.html'))
  await waitFor(() => expect(screen.getByTestId('change-content')).toHaveTextContent('old'))
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})
