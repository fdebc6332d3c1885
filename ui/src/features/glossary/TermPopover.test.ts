import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import type { Component } from 'svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import Term from '../../messages/Term.svelte'
import { termIds } from '../../messages/terms'
import Text from '../../messages/Text.svelte'
import { glossaryDialog } from '../../state/dialogs.svelte'
import { view } from '../../state/imagesView.svelte'
import { navigate, route } from '../../state/route.svelte'
import { aContainer, aDetail, anImage, digest, FakeEngine } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import GlossaryDialog from './GlossaryDialog.svelte'

const ubuntu = anImage({ tags: ['ubuntu:14.04', 'ubuntu:trusty'] })
const dangling = anImage({ id: digest('d1'), kind: 'dangling', tags: [], size: 412_000_000 })

function show(component: Component<never>, props: Record<string, unknown> = {}) {
  const engine = new FakeEngine().connected([ubuntu, dangling], [aContainer()])
  engine.details.set(ubuntu.id, aDetail())
  const { container } = render(TestApp, { props: { engine, component, props } })
  return { engine, container }
}

beforeEach(() => {
  setLanguage('en')
  navigate('activity')
})
afterEach(glossaryDialog.close)

test('a message stays what it says, and its terms are buttons, each once', () => {
  const { container } = show(Text, { id: 'changes-text', values: { image: 'my image' } })
  expect(container.textContent, 'nothing is added or lost').toBe(
    'What this container has written since it was made from my image.',
  )
  expect(
    screen.getAllByRole('button').map((button) => button.textContent),
    'what somebody named an image is no term',
  ).toEqual(['container'])
})

test('a message that chooses its words by a value is the same with and without terms', () => {
  const { container } = show(Text, { id: 'error-cancelled', values: { kept: 'none', done: 'none', total: 0 } })
  expect(container.textContent, 'the words of this value').toMatch(/^Cancelled/)
})

test('the popover says what a term means and what it is here; other terms lead on', async () => {
  const user = userEvent.setup()
  show(Term, { id: 'dangling' })
  const word = screen.getByRole('button', { name: 'dangling image' })
  expect(word, 'closed').toHaveAttribute('aria-expanded', 'false')

  await user.click(word)
  expect(word, 'open').toHaveAttribute('aria-expanded', 'true')
  const shown = await screen.findByTestId('term-popover')
  expect(shown, 'for screen readers').toHaveAttribute('role', 'dialog')
  expect(shown, 'named after the term').toHaveAttribute('aria-label', 'dangling image')
  const popover = within(shown)
  expect(popover.getByText('虚悬镜像'), 'its name in the other language').toHaveAttribute('lang', 'zh-CN')
  expect(popover.getByTestId('term-example'), 'the example').toHaveTextContent('You have one, listed with 412MB.')

  await user.click(popover.getByText('tag'))
  expect(await screen.findByTestId('term-popover'), 'the other term in its place').toHaveAttribute('aria-label', 'tag')
  expect(screen.getByTestId('term-example'), 'and its example').toHaveTextContent(
    'ubuntu:14.04 and ubuntu:trusty are two tags of one image, 13b66b487594.',
  )
})

test.each(['{Enter}', ' '])(
  'the keyboard opens it with %j, walks in it, and Escape gives the focus back',
  async (key) => {
    const user = userEvent.setup()
    show(Term, { id: 'dangling' })
    await user.tab()
    const word = screen.getByRole('button', { name: 'dangling image' })
    expect(word, 'reached by Tab').toHaveFocus()
    await user.keyboard(key)
    const popover = await screen.findByTestId('term-popover')
    await waitFor(() => expect(popover.contains(document.activeElement), 'the focus goes in').toBe(true))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('term-popover'), 'closed').toBeNull())
    expect(word, 'where one was').toHaveFocus()
  },
)

test('a way leads to what the example is about', async () => {
  const user = userEvent.setup()
  show(Term, { id: 'dangling' })
  await user.click(screen.getByTestId('term'))
  await user.click(await screen.findByTestId('term-go'))
  expect(route(), 'the table').toBe('images')
  expect(view.filter.text, 'with the filter').toBe('dangling:true')
  await waitFor(() => expect(screen.queryByTestId('term-popover'), 'and the popover is gone').toBeNull())
})

test('an example of an image’s insides is read when somebody looks', async () => {
  const user = userEvent.setup()
  const { engine } = show(Term, { id: 'entrypoint' })
  expect(engine.asked('imageDetail'), 'not before').toEqual([])
  await user.click(screen.getByTestId('term'))
  await expect
    .poll(() => screen.getByTestId('term-example').textContent, { message: 'what it runs' })
    .toContain('ubuntu:14.04 runs /bin/bash')
})

test('a click on a term does not tick the box whose label it stands in', async () => {
  const user = userEvent.setup()
  const { container } = show(Term, { id: 'tag' })
  const label = document.createElement('label')
  const box = document.createElement('input')
  box.type = 'checkbox'
  container.append(label)
  label.append(box, screen.getByTestId('term'))
  await user.click(screen.getByTestId('term'))
  expect(await screen.findByTestId('term-popover'), 'opened').toBeInTheDocument()
  expect(box, 'and nothing else').not.toBeChecked()
})

test('the glossary lists all terms in both languages, and finds them by either', async () => {
  const user = userEvent.setup()
  show(GlossaryDialog)
  await user.keyboard('{F1}')
  const dialog = within(await screen.findByTestId('glossary'))
  const shown = () => dialog.queryAllByTestId('glossary-term').map((term) => term.dataset.term)
  expect([...shown()].sort(), 'all').toEqual([...termIds].sort())

  const field = dialog.getByRole('searchbox')
  expect(field, 'one types at once').toHaveFocus()
  await user.keyboard('虚悬')
  expect(shown(), 'by the Chinese name').toEqual(['dangling'])
  expect(dialog.getByTestId('term-example'), 'with its example').toHaveTextContent('412MB')
  await user.clear(field)
  await user.type(field, 'docker.io/library')
  expect(shown(), 'by what is said of it').toEqual(['docker-hub'])
  await user.clear(field)
  await user.type(field, 'kubernetes')
  expect(dialog.getByRole('status'), 'nothing').toHaveTextContent('No such term')
})

test('the glossary opens at a term, and a term in it leads to another', async () => {
  const user = userEvent.setup()
  show(GlossaryDialog)
  glossaryDialog.open({ term: 'digest' })
  const dialog = await screen.findByTestId('glossary')
  const entry = (id: string) => dialog.querySelector<HTMLElement>(`[data-testid=glossary-term][data-term=${id}]`)
  await waitFor(() => expect(entry('digest'), 'brought into sight').toHaveFocus())
  await user.click(within(entry('digest') ?? dialog).getByRole('button', { name: 'registry' }))
  await waitFor(() => expect(entry('registry'), 'the other').toHaveFocus())
  expect(glossaryDialog.value?.term, 'where it is').toBe('registry')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByTestId('glossary'), 'closed').toBeNull())
})
