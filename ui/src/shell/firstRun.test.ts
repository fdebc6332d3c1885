import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import type { EngineStatus } from '../engine/gen/engine'
import { setLanguage } from '../messages/index.svelte'
import { navigate } from '../state/route.svelte'
import { aFailure, anEndpoint, FakeEngine } from '../testing/fake'
import App from './App.svelte'

const attempt = { endpoint: anEndpoint(), error: aFailure('socketNotFound', { address: '/var/run/docker.sock' }) }
const unreachable: EngineStatus = { state: 'unreachable', attempts: [attempt], lost: null, retryIn: 8000 }

async function open(engine = new FakeEngine().connected()) {
  engine.chosen = { ...engine.chosen, language: 'en', purpose: null }
  render(App, { props: { engine } })
  await screen.findByTestId('firstrun')
  return engine
}

beforeEach(() => {
  setLanguage('en')
  navigate('images')
})

test('it asks for the language and the purpose, and tells which engine was found', async () => {
  await open()
  expect(screen.getByTestId('engine-status'), 'which engine').toHaveTextContent('Docker 28.5.2 answers')
  expect(screen.getByRole('radio', { name: 'English' }), 'the language that is spoken').toBeChecked()
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(
    found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    'for everybody',
  ).toEqual([])
})

test('another language is spoken at once', async () => {
  const user = userEvent.setup()
  const engine = await open()
  await user.click(screen.getByRole('radio', { name: '简体中文' }))
  expect(screen.getByRole('heading', { level: 1 }), 'the welcome').toHaveTextContent('欢迎使用船台')
  expect(engine.chosen.language, 'and kept').toBe('zh-CN')
})

test('work leads to the images by one click, and is not asked for again', async () => {
  const user = userEvent.setup()
  const engine = await open()
  await user.click(screen.getByTestId('firstrun-work'))
  expect(await screen.findByTestId('nav-images'), 'the images').toHaveAttribute('aria-current', 'page')
  expect(engine.chosen.purpose, 'kept').toBe('work')
  expect(engine.asked('startPractice'), 'nothing is started').toEqual([])
})

test('learning starts the practice engine, from the keyboard alone', async () => {
  const user = userEvent.setup()
  const engine = await open()
  while (document.activeElement !== screen.getByTestId('firstrun-learn')) await user.tab()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(engine.asked('startPractice').length, 'started').toBe(1))
  expect(engine.chosen.purpose, 'kept').toBe('learn')
})

test('without an engine it says what is the matter', async () => {
  const engine = new FakeEngine()
  engine.examination.findings = [
    { case: 'notRunning', values: { product: 'Docker', address: 'unix:///x' }, attempts: [attempt], remedies: [] },
  ]
  engine.send({ kind: 'engine', status: unreachable })
  await open(engine)
  const finding = await screen.findByText('Docker is installed, but it is not running.')
  expect(finding, 'the reason').toBeVisible()
  expect(screen.getByTestId('firstrun-learn'), 'one can begin all the same').toBeEnabled()
})
