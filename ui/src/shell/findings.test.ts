import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'

import type { Examination } from '../engine/gen/doctor'
import { setLanguage } from '../messages/index.svelte'
import { navigate } from '../state/route.svelte'
import { aFailure, anEndpoint, FakeEngine } from '../testing/fake'
import { withText } from '../testing/withText'
import App from './App.svelte'

const attempt = { endpoint: anEndpoint(), error: aFailure('connectionRefused', { address: '/var/run/docker.sock' }) }

async function examined(over: Partial<Examination>) {
  const engine = new FakeEngine()
  engine.examination = { ...engine.examination, ...over }
  engine.send({
    kind: 'engine',
    status: { state: 'unreachable', attempts: [attempt], lost: null, retryIn: 8000 },
  })
  render(App, { props: { engine } })
  return engine
}

beforeEach(() => {
  setLanguage('en')
  navigate('images')
})

test('a service that can be started has a button, and the command beside it', async () => {
  const user = userEvent.setup()
  const engine = await examined({
    findings: [
      {
        case: 'notRunning',
        values: { product: 'Docker' },
        attempts: [attempt, attempt],
        remedies: [
          { kind: 'startService', service: 'docker' },
          { kind: 'command', purpose: 'start', text: 'sudo systemctl start docker' },
        ],
      },
    ],
  })
  const card = within(await screen.findByTestId('finding'))
  expect(card.getByTestId('command-line'), 'the command to copy').toHaveTextContent('sudo systemctl start docker')
  expect(card.getByTestId('command-explain'), 'and what it means').toBeVisible()
  engine.failures.set('startService', aFailure('serviceFailed', { name: 'Docker' }, 'no such unit'))
  await user.click(card.getByRole('button', { name: 'Start Docker' }))
  expect(engine.asked('startService'), 'it is asked for').toEqual([['docker']])
  expect(await card.findByText('Docker was not started.'), 'why it failed').toBeVisible()
})

test('an engine that answers elsewhere is one click away', async () => {
  const user = userEvent.setup()
  const other = anEndpoint({ address: 'unix:///run/podman.sock', name: 'Podman' })
  const engine = await examined({
    findings: [
      {
        case: 'wrongContext',
        values: { context: 'far', address: 'tcp://far:2375' },
        attempts: [attempt],
        remedies: [{ kind: 'useEngine', endpoint: other }],
      },
    ],
  })
  await user.click(await screen.findByTestId('remedy-use'))
  expect(engine.asked('connect'), 'it is used').toEqual([[other]])
})

test('the practice engine is offered where it can be started, else what is missing is named', async () => {
  await examined({ practice: aFailure('practiceUnavailable', { missing: 'podman' }) })
  expect(await screen.findByText(withText(/needs Podman, which is not installed/)), 'what is missing').toBeVisible()
  expect(screen.queryByTestId('practice-start'), 'no button that cannot work').toBeNull()
})

test('the practice engine is started, and emptied once one has said so', async () => {
  const user = userEvent.setup()
  const engine = await examined({})
  await user.click(await screen.findByTestId('practice-start'))
  expect(engine.asked('startPractice').length, 'started').toBe(1)
  engine.send({ kind: 'practice', status: { state: 'running', address: 'unix:///run/practice.sock', ours: true } })
  await user.click(await screen.findByTestId('practice-reset'))
  expect(engine.asked('resetPractice'), 'not yet').toEqual([])
  await user.click(await screen.findByTestId('practice-reset-start'))
  expect(engine.asked('resetPractice').length, 'emptied').toBe(1)
})
