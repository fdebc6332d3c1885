import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Action } from '../../engine/gen/action'
import { deselectContainer } from '../../state/containerSelection.svelte'
import { renameContainerDialog } from '../../state/dialogs.svelte'
import { navigate } from '../../state/route.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aFailure, aProblem } from '../../testing/fixtures/failures'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import ContainerDialogs from './ContainerDialogs.svelte'
import ContainersScreen from './ContainersScreen.svelte'

const web = aContainer({ name: 'web' })
const old = aContainer({ id: 'dead'.padEnd(64, '0'), name: 'old', state: 'exited' })

/** The problems that the engine crate would find. */
function problems(action: Action) {
  if (action.kind !== 'renameContainer') return []
  const { name } = action
  if (name.length < 2) return [aProblem('name', 'nameInvalid', { name })]
  return ['web', 'old'].includes(name) ? [aProblem('name', 'nameTaken', { name })] : []
}

function show() {
  const engine = new FakeEngine().connected([], [web, old])
  engine.problems = problems
  navigate('containers')
  render(TestApp, { props: { engine, component: ContainersScreen } })
  render(TestApp, { props: { engine, component: ContainerDialogs } })
  return { engine, user: userEvent.setup() }
}

async function openFromMenu(name: string) {
  const shown = show()
  const rows = await screen.findAllByTestId('container-row')
  const row = rows.find((each) => each.dataset.name === name) as HTMLElement
  await shown.user.click(within(row).getByTestId('row-menu'))
  await shown.user.click(await screen.findByTestId('container-rename'))
  return { ...shown, dialog: await screen.findByTestId('rename-dialog'), field: screen.getByTestId('rename-name') }
}

beforeEach(deselectContainer)
afterEach(renameContainerDialog.close)

test('a container is renamed from its menu, with the command as it is typed', async () => {
  const { engine, user, dialog, field } = await openFromMenu('web')
  expect(field, 'its own name is there').toHaveValue('web')
  await waitFor(() => expect(field, 'to be typed over').toHaveFocus())
  expect(screen.getByTestId('rename-start'), 'nothing to do yet').toBeDisabled()
  await user.clear(field)
  await user.type(field, 'shop')
  await waitFor(() => expect(within(dialog).getByTestId('command-line')).toHaveTextContent('docker rename web shop'))
  await waitFor(() => expect(screen.getByTestId('rename-start')).toBeEnabled())
  await user.click(screen.getByTestId('rename-start'))
  const action = { kind: 'renameContainer', container: 'web', name: 'shop' } as const
  expect(engine.asked('perform')).toEqual([[action]])
  engine.send({ kind: 'job', job: aJob({ action, state: 'done', outcome: { kind: 'container', id: web.id } }) })
  await waitFor(() => expect(screen.queryByTestId('rename-dialog'), 'it is done').toBeNull())
})

test('Enter renames a stopped container', async () => {
  const { engine, user, field } = await openFromMenu('old')
  await user.clear(field)
  await user.type(field, 'older')
  await waitFor(() => expect(screen.getByTestId('rename-start')).toBeEnabled())
  await user.keyboard('{Enter}')
  expect(engine.asked('perform')).toEqual([[{ kind: 'renameContainer', container: 'old', name: 'older' }]])
})

test('what is wrong with a name is shown at the field', async () => {
  const { engine, user, dialog, field } = await openFromMenu('web')
  const code = () => within(dialog).queryByTestId('error')?.dataset.code ?? null
  expect(code(), 'nobody has typed its own name').toBeNull()
  await user.clear(field)
  await waitFor(() => expect(code(), 'empty').toBe('nameInvalid'))
  await user.type(field, 'old')
  await waitFor(() => expect(code(), 'of another container').toBe('nameTaken'))
  expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(screen.getByTestId('rename-start')).toBeDisabled()
  await user.keyboard('{Enter}')
  expect(engine.asked('perform'), 'nor does Enter').toEqual([])
})

test('the engine’s refusal is shown until the name is corrected', async () => {
  const { engine, user, dialog, field } = await openFromMenu('web')
  await user.clear(field)
  await user.type(field, 'shop')
  await waitFor(() => expect(screen.getByTestId('rename-start')).toBeEnabled())
  await user.click(screen.getByTestId('rename-start'))
  engine.send({ kind: 'job', job: aJob({ state: 'failed', error: aFailure('nameTaken', { name: 'shop' }) }) })
  expect(await within(dialog).findByTestId('error')).toHaveAttribute('data-code', 'nameTaken')
  await user.type(field, '2')
  await waitFor(() => expect(within(dialog).queryByTestId('error')).toBeNull())
})

test('a name that a command gave is filled in', async () => {
  show()
  renameContainerDialog.open({ container: web, name: 'shop' })
  expect(await screen.findByTestId('rename-name')).toHaveValue('shop')
  await waitFor(() => expect(screen.getByTestId('rename-start')).toBeEnabled())
})

test('has no faults that axe knows', async () => {
  const { dialog } = await openFromMenu('web')
  const { violations } = await axe.run(dialog, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})
