import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { shownAction } from '../../state/commandBar.svelte'
import { view } from '../../state/imagesView.svelte'
import { anImage, digest, FakeEngine } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import ImagesScreen from './ImagesScreen.svelte'

const images = [
  anImage({ id: digest('aaa'), tags: ['ubuntu:14.04'], size: 188_000_000, labels: { team: 'blue' } }),
  anImage({ id: digest('bbb'), tags: ['ubuntu-dev:1'], size: 900_000_000 }),
  anImage({ id: digest('ccc'), tags: ['app:1'], size: 5_000_000 }),
]

function show() {
  render(TestApp, { props: { engine: new FakeEngine().connected(images), component: ImagesScreen } })
  return screen.getByTestId<HTMLInputElement>('images-filter')
}

function offered(): string[] {
  return screen.queryAllByTestId('query-completion').map((option) => option.firstElementChild?.textContent ?? '')
}

function references(): (string | undefined)[] {
  return screen.queryAllByTestId('image-row').map((row) => row.dataset.reference)
}

function codes(): (string | undefined)[] {
  return screen.queryAllByTestId('query-problem').map((problem) => problem.dataset.code)
}

beforeEach(() => {
  setLanguage('en')
  view.filter = { text: '', intermediate: false, danglingOnly: false }
  view.sort = { column: 'size', descending: true }
})

test('a query is made from the keyboard alone', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.click(field)
  expect(offered(), 'nothing opens by itself').toEqual([])
  await user.keyboard('re')
  expect(offered(), 'the key').toEqual(['repo:'])
  expect(field, 'no option is on yet: it may be a free word').not.toHaveAttribute('aria-activedescendant')
  await user.keyboard('{Tab}')
  expect(field.value, 'Tab completes').toBe('repo:')
  expect(offered(), 'and its values are next').toEqual(['app', 'ubuntu', 'ubuntu-dev'])
  expect(screen.getByRole('option', { selected: true }), 'the first is on').toHaveTextContent('app')
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(field.value, 'Enter takes what the arrows chose').toBe('repo:ubuntu-dev ')
  expect(references(), 'the table follows').toEqual(['ubuntu-dev:1'])
  expect(field, 'the focus stays').toHaveFocus()
  expect(offered(), 'the list is closed').toEqual([])
  await user.keyboard('{Tab}')
  expect(field, 'a whole word lets go of the focus').not.toHaveFocus()
})

test('arrows open the list of keys, and Escape closes it before it empties the field', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'x {ArrowDown}')
  expect(offered().length, 'all keys').toBe(10)
  const option = screen.getByRole('option', { selected: true })
  expect(field.getAttribute('aria-activedescendant'), 'screen readers hear which').toBe(option.id)
  expect(field, 'that there is a list').toHaveAttribute('aria-expanded', 'true')
  await user.keyboard('{ArrowUp}')
  expect(screen.getByRole('option', { selected: true }), 'round to the last').toHaveTextContent('id:')
  await user.keyboard('{Escape}')
  expect([offered(), field.value], 'closed, the text as it was').toEqual([[], 'x '])
  await user.keyboard('{Escape}')
  expect(field.value, 'and then emptied').toBe('')
  expect(field, 'no list').toHaveAttribute('aria-expanded', 'false')
})

test('an option is taken with the pointer', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'label:')
  await user.click(screen.getByRole('option', { name: /team/ }))
  expect([field.value, references()], 'taken').toEqual(['label:team ', ['ubuntu:14.04']])
  expect(shownAction(), 'docker images -f label=team').toMatchObject({ filters: ['label=team'], repository: '' })
})

test('plain text is found as ever, and Enter does nothing to it', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'ubuntu:14.04{Enter}')
  expect([field.value, references(), codes()], 'text').toEqual(['ubuntu:14.04', ['ubuntu:14.04'], []])
  await user.clear(field)
  await user.type(field, 'tag{Enter}')
  expect(field.value, 'a word that a key begins with').toBe('tag')
})

test('a wrong word is told where it stands, and a suggestion puts it right', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'repo:ubuntu* siez:>500MB')
  expect(references(), 'the rest goes on').toEqual(['ubuntu-dev:1', 'ubuntu:14.04'])
  const problem = screen.getByTestId('query-problem')
  expect(problem, 'what is wrong').toHaveTextContent('siez is not a filter key. It is ignored.')
  expect(field, 'for screen readers').toHaveAttribute('aria-invalid', 'true')
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? ''), 'and what').toContainElement(problem)
  await user.click(within(problem).getByRole('button', { name: 'Write size instead' }))
  expect([field.value, codes()], 'put right').toEqual(['repo:ubuntu* size:>500MB', []])
  expect(references(), 'and obeyed').toEqual(['ubuntu-dev:1'])
  expect(field.selectionStart, 'the caret is behind what was put right').toBe('repo:ubuntu* size'.length)
})

test('a word is not wrong while it is being typed', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'dangling:tr')
  expect(codes(), 'it may become true').toEqual([])
  await user.keyboard('x')
  expect(codes(), 'now it cannot').toEqual(['unknownValue'])
  await user.clear(field)
  await user.type(field, 'size:')
  expect(codes(), 'a value may come').toEqual([])
  await user.keyboard(' ')
  expect(codes(), 'it did not').toEqual(['missingValue'])
  await user.clear(field)
  await user.type(field, 'repo:ub')
  expect(codes(), 'there are some that begin so').toEqual([])
  await user.tab({ shift: true })
  expect(codes(), 'one who leaves is told').toEqual(['absent'])
})

test('the help shows every key in both languages, and its examples can be used', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'ubuntu')
  await user.click(screen.getByTestId('query-help'))
  // Without a layout the popover is not placed, and counts as hidden.
  const hidden = true
  const help = await screen.findByRole('dialog', { hidden })
  expect(help, 'what it is').toHaveAttribute('aria-label', 'How to filter')
  expect(within(help).getAllByRole('term', { hidden }).length, 'all keys').toBe(10)
  setLanguage('zh-CN')
  expect(await within(help).findByText('怎样筛选'), 'in Chinese too').toBeInTheDocument()
  await user.click(within(help).getByText('size:>500MB'))
  expect(field.value.trim(), 'added to what was there').toBe('ubuntu size:>500MB')
  await waitFor(() => expect(help, 'the help is closed').not.toBeInTheDocument())
  expect(field, 'and one goes on in the field').toHaveFocus()
})

test('what one types belongs to the input method while it composes', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 're')
  field.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
  )
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', isComposing: true, bubbles: true, cancelable: true }))
  expect(field.value, 'nothing is completed').toBe('re')
})

test('the field and its list keep to the rules of accessibility', async () => {
  const user = userEvent.setup()
  const field = show()
  await user.type(field, 'siez:>1 repo:')
  expect(offered().length, 'the list is open').toBe(3)
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
    'what axe finds',
  ).toEqual([])
})
