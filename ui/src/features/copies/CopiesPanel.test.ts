import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aCopy } from '../../testing/fixtures/copies'
import { aFailure, aProblem } from '../../testing/fixtures/failures'
import { anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import CopiesPanel from './CopiesPanel.svelte'

const whole = aCopy({}, { tags: ['team/app:1', 'team/app:2'] })
const damaged = aCopy({ id: 'damaged-1', state: 'damaged', bytes: 1_000_000 }, { image: digest('bb') })
const unknown = aCopy({ id: 'unknown-1', state: 'unknown', bytes: 5_000_000, metadata: null })

function show(copies = [whole, damaged, unknown]) {
  const engine = new FakeEngine().connected([anImage()])
  engine.copies = copies
  render(TestApp, { props: { engine, component: CopiesPanel } })
  return engine
}

async function row(id: string): Promise<HTMLElement> {
  const rows = await screen.findAllByTestId('copy-row')
  const found = rows.find((one) => one.dataset.copyId === id)
  if (!found) throw new Error(`no row for ${id}`)
  return found
}

beforeEach(() => setLanguage('en'))

test('each copy is listed with its state, the damaged and the unknown too', async () => {
  show()
  const first = await row(whole.id)
  expect(first.dataset.imageId, 'the image it holds').toBe(anImage().id)
  expect(first, 'its names').toHaveTextContent('team/app:1 team/app:2')
  expect(first, 'its size and the image’s').toHaveTextContent('64MB · of 197MB')
  expect(await row(damaged.id), 'what is wrong').toHaveTextContent('It can’t be restored.')
  expect(within(await row(damaged.id)).queryByTestId('copy-restore'), 'no way to restore it').toBeNull()
  expect(await row(unknown.id), 'without a note it has its file’s name').toHaveTextContent('unknown-1')
  expect(within(await row(unknown.id)).queryByTestId('copy-restore'), 'nobody knows what it would be').toBeNull()
  expect(screen.getByTestId('copies-total').dataset.bytes, 'all files count').toBe('70000000')
})

test('a restore says beforehand what it takes from others', async () => {
  const user = userEvent.setup()
  const engine = show()
  engine.problems = (action) =>
    action.kind === 'restoreCopy'
      ? [{ ...aProblem('copy', 'tagTaken', { reference: 'team/app:1', image: 'abc' }), warning: true }]
      : []
  await user.click(within(await row(whole.id)).getByTestId('copy-restore'))
  const dialog = await screen.findByTestId('copies-confirm')
  expect(await within(dialog).findByTestId('warning'), 'the other image').toHaveTextContent(
    'team/app:1 is the name of another image (abc)',
  )
  expect(engine.asked('perform'), 'nothing has been done yet').toEqual([])
  await user.click(within(dialog).getByTestId('copies-confirm-start'))
  expect(engine.asked('perform'), 'agreed to').toEqual([[{ kind: 'restoreCopy', copy: whole.id }]])
  await waitFor(() => expect(screen.queryByTestId('copies-confirm'), 'the dialog goes').not.toBeInTheDocument())
})

test('a copy is deleted only once it was agreed to, and the list is read anew', async () => {
  const user = userEvent.setup()
  const engine = show()
  await user.click(within(await row(unknown.id)).getByTestId('copy-delete'))
  await user.click(within(await screen.findByTestId('copies-confirm')).getByRole('button', { name: 'Cancel' }))
  expect(engine.asked('perform'), 'a no is a no').toEqual([])

  await user.click(within(await row(unknown.id)).getByTestId('copy-delete'))
  await user.click(await screen.findByTestId('copies-confirm-start'))
  expect(engine.asked('perform'), 'agreed to').toEqual([[{ kind: 'deleteCopy', copy: unknown.id }]])
  engine.copies = [whole, damaged]
  engine.send({ kind: 'job', job: aJob({ action: { kind: 'deleteCopy', copy: unknown.id }, state: 'done', ended: 1 }) })
  await waitFor(() => expect(screen.getAllByTestId('copy-row'), 'it is gone from the list').toHaveLength(2))
})

test('an empty folder says what copies are for, an unreadable one why', async () => {
  const engine = show([])
  expect(await screen.findByText('No copies'), 'nothing is here').toBeVisible()
  engine.failures.set('keptCopies', aFailure('fileFailed', { path: '/data/copies' }))
  engine.send({ kind: 'job', job: aJob({ state: 'done', ended: 1 }) })
  expect(await screen.findByTestId('error'), 'the folder').toHaveTextContent('Couldn’t read or write /data/copies.')
})

test('has no faults that axe knows', async () => {
  show()
  await screen.findAllByTestId('copy-row')
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(
    violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`),
    'axe',
  ).toEqual([])
})
