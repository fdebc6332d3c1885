import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'

import type { Job } from '../../engine/gen/job'
import { setLanguage } from '../../messages/index.svelte'
import { pullDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aFailure } from '../../testing/fixtures/failures'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import JobsScreen from './JobsScreen.svelte'

async function show(job: Partial<Job>): Promise<HTMLElement> {
  const engine = new FakeEngine().connected([])
  render(TestApp, { props: { engine, component: JobsScreen } })
  engine.send({ kind: 'job', job: aJob(job) })
  return screen.findByTestId('job')
}

beforeEach(() => {
  setLanguage('en')
  pullDialog.close()
})

test('a job under way is drafted once, however often it tells how far it is', async () => {
  const engine = new FakeEngine().connected([])
  render(TestApp, { props: { engine, component: JobsScreen } })
  engine.send({ kind: 'job', job: aJob() })
  const card = await screen.findByTestId('job')
  for (const line of ['one', 'two', 'three']) {
    engine.send({ kind: 'job', job: aJob({ log: [line] }) })
    await waitFor(() => expect(card).toHaveTextContent(line))
  }
  expect(engine.drafted, 'its command does not change').toEqual([aJob().action])
})

test('a long log says what is left out of it', async () => {
  const card = await show({ log: ['Step 2001', 'failed'], logOmitted: 2000 })
  expect(card).toHaveTextContent('The first 2,000 lines were left out.')
})

test('work that ends when it is asked to offers to', async () => {
  const card = within(await show({ cancellable: true }))
  expect(card.getByTestId('job-cancel'), 'a pull can be cancelled').toBeVisible()
  expect(card.queryByTestId('job-uncancellable'), 'and nothing else is said').toBeNull()
})

test('work that the engine finishes in any case says so', async () => {
  const card = within(await show({ action: { kind: 'stopContainer', container: 'web' }, cancellable: false }))
  expect(card.queryByTestId('job-cancel'), 'nothing is offered').toBeNull()
  expect(card.getByTestId('job-uncancellable'), 'the reason is told').toHaveTextContent('the engine will finish it')
})

test('work that has ended says nothing of it', async () => {
  const stopped = { action: { kind: 'stopContainer', container: 'web' }, cancellable: false, state: 'done' } as const
  const card = within(await show(stopped))
  expect(card.queryByTestId('job-uncancellable'), 'there is nothing left to cancel').toBeNull()
})

test('a command is explained as it was recorded', async () => {
  const user = userEvent.setup()
  const card = within(await show({ state: 'done' }))
  await user.click(await card.findByTestId('command-explain'))
  const explained = within(await screen.findByTestId('command-explained'))
  expect(explained.getByText('docker'), 'its parts').toBeInTheDocument()
})

test('a command that would be written otherwise by now stands as it was', async () => {
  const card = within(await show({ command: 'docker pull --quiet ubuntu:14.04', state: 'done' }))
  expect(card.getByTestId('command-line'), 'as it was').toHaveTextContent('docker pull --quiet ubuntu:14.04')
  expect(card.queryByTestId('command-explain'), 'what is not known is not explained').toBeNull()
})

test('a pull that failed while its dialog was closed leads back to it, and to a mirror', async () => {
  const user = userEvent.setup()
  const error = aFailure('registryUnreachable', { registry: 'docker.io' })
  const card = within(await show({ id: 7, state: 'failed', error }))
  await user.click(card.getByRole('button', { name: 'Use a registry mirror…' }))
  expect(pullDialog.isOpen, 'the dialog is there again').toBe(true)
  expect(pullDialog.value, 'on this very pull, where the offer stands').toEqual({ job: 7 })
})

test('a pull that was pulled again offers the same', async () => {
  const action = { kind: 'pullAgain', reference: 'ubuntu@sha256:1', tags: ['ubuntu:14.04'] } as const
  const error = aFailure('registryUnreachable', { registry: 'docker.io' })
  const card = within(await show({ action: { ...action, tags: [...action.tags] }, state: 'failed', error }))
  expect(card.getByRole('button', { name: 'Use a registry mirror…' }), 'it comes from Docker Hub, too').toBeVisible()
})

test('what no mirror helps is only shown again', async () => {
  const user = userEvent.setup()
  const card = within(await show({ id: 8, state: 'failed', error: aFailure('pullNotFound', { reference: 'no/such' }) }))
  expect(card.queryByRole('button', { name: 'Use a registry mirror…' }), 'no mirror has it').toBeNull()
  await user.click(card.getByTestId('job-open'))
  expect(pullDialog.value, 'the dialog has what was asked for').toEqual({ job: 8 })
})

test('a pull that crawls says so in Activity, too', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected([])
  render(TestApp, { props: { engine, component: JobsScreen } })
  engine.send({ kind: 'job', job: aJob({ started: Date.now() - 60_000, cancellable: true, progress: null }) })
  const slow = within(await screen.findByTestId('mirror-slow'))
  await user.click(slow.getByRole('button', { name: 'Cancel and use a mirror…' }))
  expect(engine.asked('cancelJob'), 'the slow one ends').toEqual([[1]])
  expect(pullDialog.value, 'its form is open').toMatchObject({ reference: 'ubuntu:14.04' })
})
