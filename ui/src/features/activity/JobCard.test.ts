import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'

import { aJob, FakeEngine } from '../../engine/fake'
import type { Job } from '../../engine/gen/Job'
import WithDoor from '../../engine/WithDoor.svelte'
import { setLanguage } from '../../messages/index.svelte'
import Activity from './Activity.svelte'

async function show(job: Partial<Job>): Promise<HTMLElement> {
  const engine = new FakeEngine().connected([])
  render(WithDoor, { props: { engine, component: Activity } })
  engine.send({ kind: 'job', job: aJob(job) })
  return screen.findByTestId('job')
}

beforeEach(() => setLanguage('en'))

test('work that ends when it is asked to offers to', async () => {
  const card = within(await show({ cancellable: true }))
  expect(card.getByTestId('job-cancel'), 'a pull can be cancelled').toBeVisible()
  expect(card.queryByTestId('job-uncancellable'), 'and nothing else is said').toBeNull()
})

test('work that the engine finishes in any case says so', async () => {
  const card = within(await show({ action: { kind: 'stopContainer', container: 'web' }, cancellable: false }))
  expect(card.queryByTestId('job-cancel'), 'nothing is offered').toBeNull()
  expect(card.getByTestId('job-uncancellable'), 'the reason is told').toHaveTextContent('the engine finishes it')
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
