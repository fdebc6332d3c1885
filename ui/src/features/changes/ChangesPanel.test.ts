import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import type { FileState } from '../../engine/gen/change'
import { shownAction } from '../../state/commandBar.svelte'
import { notifyConsoleIdle } from '../../state/consoleIdle'
import { changesPanel, commitDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aFailure } from '../../testing/fixtures/failures'
import TestApp from '../../testing/TestApp.svelte'
import ChangesPanel from './ChangesPanel.svelte'

const web = aContainer({ name: 'web' })
const text = (text: string): FileState => ({
  kind: 'file',
  size: text.length,
  mode: '-rw-r--r--',
  owner: '0:0',
  modified: 1,
  linkTarget: '',
  content: { kind: 'text', text, encoding: 'UTF-8' },
})

function show() {
  const engine = new FakeEngine().connected([], [web])
  engine.changeList = {
    changes: [
      { path: '/etc/hosts', decoded: null, kind: 'changed', noise: 'engine' },
      { path: '/srv', decoded: null, kind: 'changed', noise: 'parent' },
      { path: '/srv/<b>new', decoded: null, kind: 'added', noise: null },
      { path: '/srv/gone', decoded: null, kind: 'deleted', noise: null },
      { path: '/srv/index.html', decoded: null, kind: 'changed', noise: null },
    ],
  }
  engine.changed = { before: text('old <i>line</i>\n'), after: text('new <i>line</i>\n'), imageMissing: false }
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
  const binary: FileState = { ...text(''), size: 4, content: { kind: 'binary', head: '7f 45 4c 46' } }
  engine.changed = { before: null, after: binary, imageMissing: false }
  await waitFor(() => paths())
  await user.click(row('/srv/<b>new'))
  expect(await screen.findByText('7f 45 4c 46')).toBeVisible()

  engine.failures.set('changeContent', aFailure('pathNotFound', { path: '/srv/gone' }))
  await user.click(row('/srv/gone'))
  expect(await screen.findByTestId('error')).toHaveAttribute('data-code', 'pathNotFound')
})

test('shows names that are not UTF-8 decoded, in a list as in a tree', async () => {
  const { engine, user } = show()
  const hello = '/root/\u{10f7c4}\u{10f7e3}\u{10f7ba}\u{10f7c3}'
  engine.changeList = {
    changes: [
      { path: hello, decoded: { text: '/root/你好', encoding: 'GBK' }, kind: 'added', noise: null },
      { path: '/root/\ufffd', decoded: null, kind: 'added', noise: null },
      { path: '/root/\ufffd\u{10f701}2', decoded: null, kind: 'added', noise: null },
      { path: '/root/a\nb', decoded: null, kind: 'added', noise: null },
    ],
  }
  engine.changed = {
    before: null,
    after: { ...text('你好\n'), owner: '1000:1000', content: { kind: 'text', text: '你好\n', encoding: 'GBK' } },
    imageMissing: true,
  }
  await user.click(screen.getByTestId('changes-refresh'))
  await waitFor(() => expect(paths().length, 'each has a row').toBe(4))
  await user.click(screen.getByRole('button', { name: 'List view' }))
  expect(screen.getByTestId('changes-list')).toHaveTextContent(
    'A /root/你好 A /root/\ufffd A /root/\ufffd (2) A /root/a␊b',
  )
  await user.click(row(hello))
  const content = await screen.findByTestId('change-content')
  await waitFor(() => expect(content).toHaveTextContent('1000:1000'))
  expect(content, 'with its bytes').toHaveTextContent('\\xc4\\xe3\\xba\\xc3')
  expect(content, 'with the encoding of its text').toHaveTextContent(/Encoding.*GBK/)
  expect(content, 'before it, nothing is known').toHaveTextContent('image has been removed')
  expect(engine.asked('changeContent').at(-1), 'it is read by its bytes').toEqual([web.id, hello])
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
