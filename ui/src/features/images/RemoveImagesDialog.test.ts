import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { danglingCandidates } from '../../domain/images/removal'
import type { RemovalItem } from '../../engine/gen/image'
import { setLanguage } from '../../messages/index.svelte'
import { removeImagesDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { anImage, digest } from '../../testing/fixtures/images'
import TestApp from '../../testing/TestApp.svelte'
import RemoveImagesDialog from './RemoveImagesDialog.svelte'

const web = anImage({ id: digest('aaa'), tags: ['web:1.0', 'web:latest'] })
const ubuntu = anImage({ id: digest('bbb'), tags: ['ubuntu:14.04'], digests: [`ubuntu@${digest('9')}`] })
const nameless = anImage({ id: digest('ccc'), tags: [], kind: 'dangling' })
const replaced = anImage({ id: digest('ddd'), tags: [], kind: 'dangling', digests: [`nginx@${digest('8')}`] })
const images = [web, ubuntu, nameless, replaced]

function item(target: string, effect: RemovalItem['effect'], more: Partial<RemovalItem> = {}): RemovalItem {
  const image = images.find((one) => one.id === target || one.tags.includes(target))?.id ?? digest('0')
  return { target, image, effect, cascade: [], keeps: [], containers: [], ...more }
}

/** The dialog over an engine that would do this. */
function show(preview: Record<string, RemovalItem>) {
  const engine = new FakeEngine().connected(images)
  engine.removals = (targets) => ({
    engine: 'here',
    items: targets.map((target) => preview[target] ?? item(target, 'delete')),
  })
  render(TestApp, { props: { engine, component: RemoveImagesDialog } })
  return engine
}

async function line(target: string): Promise<HTMLElement> {
  const dialog = await screen.findByTestId('removal-dialog')
  const all = await within(dialog).findAllByTestId('removal-item')
  const found = all.find((one) => one.dataset.target === target)
  if (!found) throw new Error(`no line for ${target}`)
  return found
}

beforeEach(() => setLanguage('en'))
afterEach(removeImagesDialog.close)

test('each item says what would happen, and only what the engine would do is done', async () => {
  const user = userEvent.setup()
  const engine = show({
    'web:1.0': item('web:1.0', 'untag', { keeps: ['web:latest'] }),
    'ubuntu:14.04': item('ubuntu:14.04', 'inUse', { containers: ['morse', 'db'] }),
    [nameless.id]: item(nameless.id, 'delete', { cascade: [digest('ef12')] }),
  })
  removeImagesDialog.open({ targets: ['web:1.0', 'ubuntu:14.04', nameless.id] })

  expect(await line('web:1.0'), 'a name').toHaveTextContent('Only this name is removed. The image keeps: web:latest')
  expect(await line('ubuntu:14.04'), 'who is in the way').toHaveTextContent('Used by containers: morse, db.')
  const gone = await line(nameless.id)
  expect(gone, 'the image').toHaveTextContent('Deletes the image ccc000000000')
  expect(gone, 'what goes with it').toHaveTextContent('Also deletes an untagged parent image: ef1200000000')
  expect(gone, 'no way back').toHaveTextContent('only here')

  const dialog = screen.getByTestId('removal-dialog')
  expect(dialog, 'what is left out is said').toHaveTextContent('Items that would be refused aren’t included')
  expect(within(dialog).getByTestId('command-line').textContent, 'the command does just this').toBe(
    `docker rmi web:1.0 ${nameless.id}`,
  )
  await user.click(within(dialog).getByRole('button', { name: 'Delete 2 images' }))
  expect(engine.asked('perform'), 'the same as the command').toEqual([
    [{ kind: 'removeImages', targets: ['web:1.0', nameless.id] }],
  ])
  expect(engine.previews, 'with what was shown').toMatchObject([{ kind: 'removal', removal: { engine: 'here' } }])
  await waitFor(() => expect(screen.queryByTestId('removal-dialog'), 'the dialog goes').not.toBeInTheDocument())
})

test('when the engine would refuse all of it, nothing can be begun', async () => {
  show({ 'ubuntu:14.04': item('ubuntu:14.04', 'hasChildren') })
  removeImagesDialog.open({ targets: ['ubuntu:14.04'] })
  expect(await line('ubuntu:14.04'), 'why').toHaveTextContent('Other images are built on it. Remove them first.')
  expect(screen.getByTestId('removal-start'), 'nothing to do').toBeDisabled()
})

test('what was chosen on one engine is not removed from another', async () => {
  const engine = show({})
  removeImagesDialog.open({ targets: ['ubuntu:14.04'] })
  await line('ubuntu:14.04')
  await waitFor(() => expect(screen.getByTestId('removal-start'), 'as long as it is the same').toBeEnabled())
  engine.removals = (targets) => ({ engine: 'there', items: targets.map((target) => item(target, 'delete')) })
  engine.send({
    kind: 'patch',
    patch: { revision: 2, images: [], removedImages: [nameless.id], containers: [], removedContainers: [] },
  })
  await waitFor(() =>
    expect(screen.getByTestId('removal-dialog'), 'why').toHaveTextContent('another engine has been selected'),
  )
  expect(screen.getByTestId('removal-start'), 'not by accident').toBeDisabled()
})

test('of many only some lines are made, and all are removed', async () => {
  const user = userEvent.setup()
  const engine = show({})
  const many = Array.from({ length: 250 }, (_, index) => `app:${index}`)
  removeImagesDialog.open({ targets: many })
  await line('app:0')
  expect(screen.getAllByTestId('removal-item'), 'the first hundred').toHaveLength(100)
  await user.click(screen.getByTestId('show-more'))
  expect(screen.getAllByTestId('removal-item'), 'a hundred more').toHaveLength(200)
  await user.click(screen.getByTestId('show-more'))
  expect(screen.getAllByTestId('removal-item'), 'all of them').toHaveLength(250)
  expect(screen.queryByTestId('show-more'), 'no more to show').not.toBeInTheDocument()
  expect(engine.asked('removal').at(-1), 'every one is previewed, shown or not').toEqual([many])
})

test('what is pinned is told and is no part of the command', async () => {
  show({ 'web:1.0': item('web:1.0', 'pinned') })
  removeImagesDialog.open({ targets: ['web:1.0', 'ubuntu:14.04'] })
  const pinned = await line('web:1.0')
  expect(pinned, 'in a word').toHaveTextContent('Pinned')
  expect(pinned, 'and what can be done').toHaveTextContent('unpin it in Clean up first')
  const command = await within(screen.getByTestId('removal-dialog')).findByTestId('command-line')
  expect(command.textContent, 'only the other goes').toBe('docker rmi ubuntu:14.04')
})

test('an image that a digest still names is listed apart and not ticked', async () => {
  const user = userEvent.setup()
  const engine = show({})
  removeImagesDialog.open(danglingCandidates(new Map(images.map((image) => [image.id, image]))))
  expect(within(await line(nameless.id)).getByRole('checkbox'), 'nothing leads to it').toBeChecked()
  const apart = within(await line(replaced.id)).getByRole('checkbox')
  expect(apart, 'somebody may want exactly this version').not.toBeChecked()
  expect(engine.asked('removal').at(-1), 'what is previewed is what is ticked').toEqual([[nameless.id]])

  await user.click(apart)
  await expect
    .poll(() => engine.asked('removal').at(-1), { message: 'ticked by the person' })
    .toEqual([[nameless.id, replaced.id]])
})
