import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { CommandLine as Line } from '../engine/gen/command'
import { sampleByKind } from '../messages/command'
import { setLanguage } from '../messages/index.svelte'
import { choose } from '../state/preferences.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import { aPart } from '../testing/fixtures/commands'
import TestApp from '../testing/TestApp.svelte'
import { withText } from '../testing/withText'
import CommandLine from './CommandLine.svelte'

beforeEach(() => setLanguage('en'))
afterEach(async () => void (await choose(new FakeEngine(), { longFlags: false, language: 'en' })))

const command: Line = {
  text: 'docker run -d --name web -p 8080:80 nginx',
  whole: { term: 'run', values: { value: 'nginx', kind: 'background', after: 'kept' } },
  parts: [
    aPart('docker', 'docker'),
    aPart('run', 'run'),
    aPart('-d', 'run-detach', { long: '--detach', fields: ['detach'] }),
    aPart('--name web', 'run-name', { fields: ['name'], values: { value: 'web' } }),
    aPart('-p 8080:80', 'run-publish', {
      long: '--publish 8080:80',
      fields: ['ports'],
      index: 0,
      values: { kind: 'fixed', host: '8080', container: '80', reach: 'local', protocol: 'tcp', value: '', address: '' },
    }),
    aPart('nginx', 'run-image', { fields: ['image'], values: { kind: 'latest', repository: 'nginx' } }),
  ],
}

function show(line: Line = command) {
  const engine = new FakeEngine()
  render(TestApp, { props: { engine, component: CommandLine, props: { command: line } } })
  return { engine, user: userEvent.setup(), text: () => screen.getByTestId('command-line').textContent }
}

test('a command is shown and copied', async () => {
  const { engine, user, text } = show()
  expect(text(), 'the text and nothing else').toBe(command.text)
  await user.click(screen.getByTestId('command-copy'))
  expect(engine.clipboard, 'what is copied').toBe(command.text)
  expect(screen.getByTestId('command-copy'), 'it says that it did').toHaveAccessibleName('Copied')
})

test('a line of which only the text is known is shown without an explanation', () => {
  const { text } = show({ text: 'docker ps', whole: null, parts: [] })
  expect(text(), 'the text').toBe('docker ps')
  expect(screen.queryByTestId('command-explain'), 'nothing to explain').toBeNull()
})

test('a command is explained as a whole and part by part, with the values at hand', async () => {
  const { user } = show()
  await user.click(screen.getByTestId('command-explain'))
  const explained = within(await screen.findByTestId('command-explained'))
  expect(explained.getByTestId('command-whole'), 'what the engine does').toHaveTextContent(
    'Creates a container from nginx and starts it in the background. When it exits, the container stays',
  )
  expect(
    explained.getByText(withText(/^Names the container web\. Without this, Docker makes up a name\.$/)),
  ).toBeInTheDocument()
  expect(
    explained.getByText(
      withText(/^Maps port 8080 of the host.* to port 80 of the container\. Only programs on the host itself/),
    ),
    'a port, and who gets there',
  ).toBeInTheDocument()
  expect(
    explained.getByText(withText(/^The image to create the container from: nginx with the tag latest, the default\.$/)),
  ).toBeInTheDocument()
  expect(explained.getByText('nginx').tagName, 'no form, no way to a field').toBe('DT')
})

test('a part and its explanation light each other up', async () => {
  const { user } = show()
  await user.click(screen.getByTestId('command-explain'))
  const explained = await screen.findByTestId('command-explained')
  const row = within(explained).getByText('--name web').closest<HTMLElement>('dl > div')
  const part = screen.getByTestId('command-line').querySelector('[data-part=run-name]')
  if (!row || !part) throw new Error('the part is not there')
  await user.hover(row)
  expect(part, 'the part of the row').toHaveAttribute('data-lit')
  await user.unhover(row)
  expect(part, 'no longer').not.toHaveAttribute('data-lit')
  await user.hover(part)
  expect(row, 'the row of the part').toHaveAttribute('data-lit')
})

test('flags have their long names when that is wished, wherever a command stands, and it is kept', async () => {
  const { engine, user, text } = show()
  await user.click(screen.getByTestId('command-explain'))
  await user.click(await screen.findByTestId('command-long-flags'))
  const long = 'docker run --detach --name web --publish 8080:80 nginx'
  await waitFor(() => expect(text(), 'each flag in full').toBe(long))
  expect(engine.chosen.longFlags, 'it is kept with the settings').toBe(true)
  await user.keyboard('{Escape}')
  await user.click(screen.getByTestId('command-copy'))
  expect(engine.clipboard, 'what is shown is what is copied').toBe(long)
})

test('of a long command the first of each kind is explained, wherever it stands', () => {
  const all = [...'aaaabaaac'].map((kind, at) => ({ kind, at }))
  const told = (most: number) => sampleByKind(all, most, ({ kind }) => kind).map(({ at }) => at)
  expect(told(9), 'all, where there is room').toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(told(5), 'each kind, and of the others the first').toEqual([0, 1, 2, 4, 8])
  expect(told(2), 'each kind in any case').toEqual([0, 4, 8])
})
