import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../messages/index.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import { aJob } from '../testing/fixtures/jobs'
import TestApp from '../testing/TestApp.svelte'
import CloseDialog from './CloseDialog.svelte'

beforeEach(() => setLanguage('en'))

function show() {
  const engine = new FakeEngine().connected([])
  render(TestApp, { props: { engine, component: CloseDialog, props: {} } })
  engine.send({
    kind: 'jobs',
    jobs: [aJob({ command: 'docker pull ubuntu' }), aJob({ id: 2, state: 'done', command: 'docker pull redis' })],
  })
  return { engine, user: userEvent.setup() }
}

test('asks with what is running, and keeps the window', async () => {
  const { engine, user } = show()
  expect(screen.queryByTestId('close-dialog'), 'nobody asked').toBeNull()
  engine.requestClose()
  const dialog = await screen.findByTestId('close-dialog')
  expect(dialog).toHaveTextContent('docker pull ubuntu')
  expect(dialog).not.toHaveTextContent('docker pull redis')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByTestId('close-dialog')).toBeNull())
  expect(engine.asked('keepWindow').length, 'it may ask again').toBeGreaterThan(0)
  expect(engine.asked('closeWindow')).toEqual([])
  engine.requestClose()
  expect(await screen.findByTestId('close-dialog'), 'the next time').toBeVisible()
})

test('closes the window when that is confirmed, also after the work has ended', async () => {
  const { engine, user } = show()
  engine.requestClose()
  await screen.findByTestId('close-dialog')
  engine.send({ kind: 'job', job: aJob({ state: 'done', command: 'docker pull ubuntu' }) })
  await waitFor(() => expect(screen.getByTestId('close-dialog')).toHaveTextContent('has finished'))
  await user.click(screen.getByTestId('close-anyway'))
  expect(engine.asked('closeWindow')).toEqual([[]])
})
