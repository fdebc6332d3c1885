import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { shownAction } from '../../state/commandBar.svelte'
import { removeImagesDialog, runDialog } from '../../state/dialogs.svelte'
import { deselectImage, selectImage } from '../../state/imageSelection.svelte'
import { view } from '../../state/imagesView.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aDetail, anImage, digest } from '../../testing/fixtures/images'
import TestApp from '../../testing/TestApp.svelte'
import ImagesScreen from './ImagesScreen.svelte'

const web = anImage({ id: digest('aaa'), tags: ['web:1.0', 'web:latest'], created: 300 })
const ubuntu = anImage({ id: digest('bbb'), tags: ['ubuntu:14.04'], created: 200 })
const layer = anImage({ id: digest('ccc'), tags: [], kind: 'intermediate', created: 100 })
const app = anImage({ id: digest('ddd'), tags: ['app:1'], parent: layer.id, created: 150 })

function show(images = [web, ubuntu, layer, app]) {
  const engine = new FakeEngine().connected(images, [aContainer({ imageId: ubuntu.id, name: 'morse' })])
  for (const image of images) engine.details.set(image.id, aDetail({ id: image.id, author: 'Ada' }))
  const { unmount } = render(TestApp, { props: { engine, component: ImagesScreen } })
  return Object.assign(engine, { unmount })
}

function references(): (string | undefined)[] {
  return screen.getAllByTestId('image-row').map((row) => row.dataset.reference)
}

function table(): HTMLElement {
  return screen.getByTestId('images-table')
}

beforeEach(() => {
  setLanguage('en')
  view.filter = { text: '', intermediate: false, danglingOnly: false }
  view.sort = { column: 'created', descending: true }
  view.selection = new Set()
})
afterEach(() => {
  deselectImage()
  removeImagesDialog.close()
  runDialog.close()
})

test('there is a row for each name, with what automation asks for', () => {
  show()
  expect(references(), 'newest first').toEqual(['web:1.0', 'web:latest', 'ubuntu:14.04', 'app:1'])
  const row = screen.getAllByTestId('image-row')[2]
  expect(row?.dataset, 'the contract').toMatchObject({
    imageId: ubuntu.id,
    reference: 'ubuntu:14.04',
    kind: 'tagged',
    inUse: 'true',
  })
  expect(row, 'who uses it').toHaveTextContent('morse')
  expect(table(), 'rows and the heading').toHaveAttribute('aria-rowcount', '5')
})

test('the words of the table are explained, without opening what they stand in', async () => {
  const user = userEvent.setup()
  show([ubuntu, anImage({ id: digest('eee'), tags: [], kind: 'dangling' })])
  const [badge] = within(table()).getAllByText('dangling')
  await user.click(badge ?? table())
  expect(await screen.findByTestId('term-popover'), 'what the mark means').toHaveTextContent('You have one')
  expect(screen.queryByTestId('image-detail'), 'the row is not opened').toBeNull()

  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByTestId('term-popover'), 'closed').toBeNull())

  await user.click(screen.getByRole('button', { name: 'What tag means' }))
  const popover = await screen.findByTestId('term-popover')
  expect(popover.dataset.term, 'what the heading means').toBe('tag')
  expect(view.sort.column, 'the table is not sorted by it').toBe('created')
})

test('the filter, the kinds and the command go together', async () => {
  const user = userEvent.setup()
  show()
  await user.type(screen.getByTestId('images-filter'), 'web')
  expect(references(), 'filtered').toEqual(['web:1.0', 'web:latest'])
  expect(shownAction(), 'docker images web').toEqual({
    kind: 'listImages',
    all: false,
    dangling: false,
    filters: [],
    repository: 'web',
  })

  await user.clear(screen.getByTestId('images-filter'))
  await user.click(screen.getByTestId('images-show-intermediate'))
  expect(shownAction(), 'docker images -a').toEqual({
    kind: 'listImages',
    all: true,
    dangling: false,
    filters: [],
    repository: '',
  })
  const row = screen.getAllByTestId('image-row').at(-1)
  if (!row) throw new Error('no rows')
  expect(row, 'why it must stay').toHaveTextContent('1 image is built on it')
  expect(within(row).queryByTestId('image-remove'), 'it cannot be removed').not.toBeInTheDocument()

  await user.type(screen.getByTestId('images-filter'), 'no such')
  await user.click(screen.getByRole('button', { name: 'Clear filter' }))
  expect(references().length, 'the way back from nothing').toBe(5)
})

test('headings sort, and say so', async () => {
  const user = userEvent.setup()
  show()
  await user.click(screen.getByRole('button', { name: 'Repository' }))
  expect(references(), 'by name').toEqual(['app:1', 'ubuntu:14.04', 'web:1.0', 'web:latest'])
  expect(screen.getByRole('columnheader', { name: 'Repository' }), 'for screen readers').toHaveAttribute(
    'aria-sort',
    'ascending',
  )
})

test('the table works from the keyboard', async () => {
  const user = userEvent.setup()
  const engine = show()
  table().focus()
  await user.keyboard('{ArrowDown} {Shift>}{ArrowDown}{/Shift}')
  const selected = screen.getAllByTestId('image-row').filter((row) => row.ariaSelected === 'true')
  expect(
    selected.map((row) => row.dataset.reference),
    'Space marks, Shift extends',
  ).toEqual(['web:1.0', 'web:latest'])
  expect(screen.getByText('2 names of 1 image selected'), 'names and images are told apart').toBeVisible()

  await user.keyboard('{Delete}')
  expect(removeImagesDialog.value?.targets, 'Delete removes the marked').toEqual(['web:1.0', 'web:latest'])
  removeImagesDialog.close()

  await user.keyboard('{Control>}a{/Control}')
  expect(screen.getByText('4 names of 3 images selected'), 'all').toBeVisible()
  await user.keyboard('{Escape}{Enter}')
  expect(await screen.findByTestId('image-detail'), 'Enter opens').toHaveTextContent('web:latest')
  expect(engine.asked('imageDetail'), 'asked once').toEqual([[web.id]])
})

test('when the row that the keyboard is on goes, the keyboard is on the one that took its place', async () => {
  const user = userEvent.setup()
  const engine = show()
  table().focus()
  await user.keyboard('{Home}{ArrowDown}{ArrowDown}')
  engine.send({
    kind: 'patch',
    patch: { revision: 2, images: [], removedImages: [ubuntu.id], containers: [], removedContainers: [] },
  })
  await waitFor(() => expect(references(), 'it is gone').not.toContain('ubuntu:14.04'))
  await user.keyboard('{Delete}')
  expect(removeImagesDialog.value?.targets, 'not the first again').toEqual(['app:1'])
})

test('marks are still there after one has looked elsewhere', async () => {
  const user = userEvent.setup()
  const { unmount } = show()
  table().focus()
  await user.keyboard('{ArrowDown} ')
  unmount()
  show()
  expect(screen.getByText('1 name of 1 image selected'), 'what was marked').toBeVisible()
})

test('a row opens the drawer, and its buttons do what they say', async () => {
  const user = userEvent.setup()
  show()
  const row = screen.getAllByTestId('image-row')[2]
  if (!row) throw new Error('no rows')
  await user.click(within(row).getByTestId('image-remove'))
  expect(removeImagesDialog.value?.targets, 'this name only').toEqual(['ubuntu:14.04'])
  expect(screen.queryByTestId('image-detail'), 'a button in a row does not open it').not.toBeInTheDocument()

  await user.click(row)
  const drawer = await screen.findByTestId('image-detail')
  expect(await within(drawer).findByText('Ada'), 'what the engine tells').toBeVisible()
  await user.click(within(drawer).getByTestId('image-run'))
  expect(runDialog.value?.image ?? null, 'by its name').toBe('ubuntu:14.04')
})

test('an image that was wished for is shown when it comes', async () => {
  const engine = show([ubuntu])
  const committed = anImage({ id: digest('eee'), tags: ['mine:1'] })
  engine.details.set(committed.id, aDetail({ id: committed.id }))
  selectImage(committed.id)
  expect(screen.queryByTestId('image-detail'), 'not there yet').not.toBeInTheDocument()
  engine.send({
    kind: 'patch',
    patch: { revision: 2, images: [committed], removedImages: [], containers: [], removedContainers: [] },
  })
  expect(await screen.findByTestId('image-detail'), 'after a commit').toHaveTextContent('mine:1')
})

test('a new name is added to an image', async () => {
  const user = userEvent.setup()
  const engine = show()
  selectImage(ubuntu.id)
  const drawer = await screen.findByTestId('image-detail')
  await user.type(within(drawer).getByTestId('tag-reference'), 'mine:1')
  await user.click(within(drawer).getByTestId('tag-start'))
  expect(engine.asked('perform'), 'docker tag').toEqual([
    [{ kind: 'tagImage', image: 'ubuntu:14.04', reference: 'mine:1' }],
  ])
})

test('without images the way to the first one is shown, and to a shell', async () => {
  const user = userEvent.setup()
  show([])
  expect(screen.getByRole('heading', { name: 'No images yet' }), 'not an empty table').toBeVisible()
  expect(screen.getByRole('button', { name: 'Pull ubuntu:14.04' }), 'the first step').toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Run a shell in ubuntu:14.04' }))
  expect(runDialog.value?.image, 'its form is filled in').toBe('ubuntu:14.04')
})

test('Escape beside the drawer closes it, but not out of a field', async () => {
  const user = userEvent.setup()
  show()
  const row = screen.getAllByTestId('image-row')[2]
  if (!row) throw new Error('there are rows')
  await user.click(row)
  await screen.findByTestId('image-detail')
  await user.click(screen.getByTestId('images-filter'))
  await user.keyboard('{Escape}')
  expect(screen.queryByTestId('image-detail'), 'a field has its own Escape').not.toBeNull()
  table().focus()
  await user.keyboard('{Escape}')
  expect(screen.queryByTestId('image-detail'), 'the drawer is closed').toBeNull()
})

test('the focus goes back to where it was when the drawer closes', async () => {
  const user = userEvent.setup()
  show()
  table().focus()
  await user.keyboard('{ArrowDown}{Enter}')
  const drawer = await screen.findByTestId('image-detail')
  await user.click(within(drawer).getByRole('button', { name: 'Close' }))
  expect(screen.queryByTestId('image-detail'), 'the drawer is closed').toBeNull()
  await waitFor(() => expect(table(), 'the keyboard goes on where it was').toHaveFocus())
})
