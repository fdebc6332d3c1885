import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import commands from '../../testing/commands.json'
import { FakeEngine, anImage } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import { runDrafts } from './runDrafts'
import RunForm from './RunForm.svelte'

beforeEach(() => {
  setLanguage('en')
  runDrafts.forget()
})

/** The run form with two ports and a row between them that nothing is in. */
async function show() {
  const engine = new FakeEngine().connected([anImage()])
  render(TestApp, { props: { engine, component: RunForm, props: { image: 'ubuntu:14.04' } } })
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never })
  const ports = within(await screen.findByTestId('run-ports'))
  await user.click(ports.getByRole('button', { name: /^Add/ }))
  await user.click(ports.getByRole('button', { name: /^Add/ }))
  const [first, , third] = ports.getAllByRole('textbox')
  if (!first || !third) throw new Error('three rows are there')
  await user.type(first, '8080:80')
  await user.type(third, '8443:443')
  await screen.findByText('8443:443')
  const part = (text: string) => within(screen.getByTestId('command-line')).getByText(text)
  return { user, part, first, third, image: screen.getByTestId('run-image') }
}

/** The element that lights up for a control. */
const fieldOf = (control: HTMLElement) => control.closest('[data-field]')

test('a field that has the focus or the pointer lights up its part of the command', async () => {
  const { user, part, first, third, image } = await show()
  await user.click(image)
  expect(part('ubuntu:14.04'), 'the part of the field with the focus').toHaveAttribute('data-lit')
  await user.hover(third)
  expect(part('8443:443'), 'the part of the row under the pointer').toHaveAttribute('data-lit')
  expect(part('8080:80'), 'and not that of another row').not.toHaveAttribute('data-lit')
  expect(part('ubuntu:14.04'), 'the pointer is what counts').not.toHaveAttribute('data-lit')
  await user.hover(first)
  expect(part('8080:80'), 'row by row').toHaveAttribute('data-lit')
  await user.hover(screen.getByTestId('run-start'))
  expect(part('ubuntu:14.04'), 'the focus again').toHaveAttribute('data-lit')
})

test('a part under the pointer lights up its field, and a click goes there', async () => {
  const { user, part, first, third, image } = await show()
  await user.hover(part('8443:443'))
  expect(fieldOf(third), 'the row that it comes from').toHaveAttribute('data-lit')
  expect(fieldOf(first), 'no other').not.toHaveAttribute('data-lit')
  await user.unhover(part('8443:443'))
  expect(fieldOf(third), 'no longer').not.toHaveAttribute('data-lit')
  await user.click(part('8443:443'))
  expect(third, 'the field has the focus').toHaveFocus()
  await user.click(part('ubuntu:14.04'))
  expect(image, 'each part has its own').toHaveFocus()
})

test('the keyboard goes along the parts and from a part to its field', async () => {
  const { user, part, third, image } = await show()
  const stops = screen.getByTestId('command-line').querySelectorAll('[tabindex="0"]')
  expect(stops, 'the command is one stop').toHaveLength(1)
  part('8080:80').focus()
  await user.keyboard('{ArrowRight}')
  expect(part('8443:443'), 'the next part').toHaveFocus()
  expect(fieldOf(third), 'its field is lit').toHaveAttribute('data-lit')
  await user.keyboard('{End}')
  expect(part('ubuntu:14.04'), 'the last part that has a field').toHaveFocus()
  await user.keyboard('{Enter}')
  expect(image, 'Enter goes to the field').toHaveFocus()
})

test('the explanation leads to the fields, too', async () => {
  const engine = new FakeEngine().connected([anImage()])
  const line = commands.find(({ text }) => text === 'docker run -it --rm ubuntu:14.04 bash')
  if (!line) throw new Error('Rust has this sample')
  engine.commands = () => line
  render(TestApp, { props: { engine, component: RunForm, props: { image: 'ubuntu:14.04' } } })
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never })
  await screen.findByText('--rm')
  await user.hover(screen.getByTestId('run-tty'))
  expect(
    within(screen.getByTestId('command-line')).getByText('-it'),
    'a choice of two fields lights up their flag',
  ).toHaveAttribute('data-lit')
  await user.click(screen.getByTestId('command-explain'))
  const explained = within(await screen.findByTestId('command-explained'))
  expect(
    explained.queryByRole('button', { name: 'docker', hidden: true }),
    'what comes from no field leads nowhere',
  ).toBeNull()
  const way = explained.getByText('--rm')
  await user.hover(way)
  const field = screen.getByTestId('run-remove')
  expect(fieldOf(field), 'its field is lit').toHaveAttribute('data-lit')
  await user.click(way)
  await waitFor(() => expect(field, 'and has the focus').toHaveFocus())
  await waitFor(() => expect(screen.queryByTestId('command-explained'), 'the explanation is out of the way').toBeNull())
})
