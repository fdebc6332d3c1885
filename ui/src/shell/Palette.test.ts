import { cleanup, render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'

import { EngineState } from '../engine/engineState.svelte'
import type { Action } from '../engine/gen/action'
import type { RemarkKind, Selection } from '../engine/gen/parse'
import { cleanupOf } from '../features/cleanup/cleanup.svelte'
import { selectedContainer } from '../state/containerSelection.svelte'
import { view as containersView } from '../state/containersView.svelte'
import {
  changesPanel,
  commitDialog,
  controlContainerDialog,
  layersPanel,
  newConsoleForm,
  pinsDialog,
  pullDialog,
  removeContainerDialog,
  removeImagesDialog,
  renameContainerDialog,
  runDialog,
  tagForm,
} from '../state/dialogs.svelte'
import { deselectImage, selectedImage } from '../state/imageSelection.svelte'
import { view } from '../state/imagesView.svelte'
import { jobsTab } from '../state/jobsTab.svelte'
import { notices } from '../state/notices.svelte'
import { route } from '../state/route.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import { aContainer } from '../testing/fixtures/containers'
import { aFailure } from '../testing/fixtures/failures'
import { anImage, digest } from '../testing/fixtures/images'
import TestApp from '../testing/TestApp.svelte'
import Palette from './Palette.svelte'

const web = aContainer({ name: 'web' })
const ubuntu = anImage({ tags: ['ubuntu:14.04'] })

const old = aContainer({ id: 'dead'.padEnd(64, '0'), name: 'old', state: 'exited', imageId: 'another' })
const fresh = aContainer({ id: 'beef'.padEnd(64, '0'), name: 'fresh', state: 'created', imageId: 'another' })
const nameless = anImage({ id: digest('dddd'), tags: [], kind: 'dangling' })

function open(engine = new FakeEngine()) {
  engine.connected([ubuntu, nameless], [web, old, fresh])
  render(TestApp, { props: { engine, component: Palette, props: { open: true } } })
  return { engine, user: userEvent.setup() }
}

async function openAsForm(action: Action, selection: Selection | null = null) {
  const { engine, user } = open()
  engine.parsedCommands.set('docker it', { action, selection, remarks: [] })
  await user.click(await screen.findByTestId('palette-search'))
  await user.paste('docker it')
  await user.click(await screen.findByTestId('palette-command'))
  await waitFor(() => expect(screen.queryByTestId('palette'), 'it makes way').toBeNull())
  return engine
}

test('a pasted command of several lines opens as a form, with remarks beforehand', async () => {
  const { engine, user } = open()
  const text = 'docker pull \\\n  -q ubuntu'
  const remark = { kind: 'clientOnly' as RemarkKind, words: '-q', flag: '--quiet', field: '', index: null }
  engine.parsedCommands.set(text, {
    action: { kind: 'pull', reference: 'ubuntu', platform: '' },
    selection: null,
    remarks: [remark],
  })
  await user.click(await screen.findByTestId('palette-search'))
  await user.paste(text)
  expect(await screen.findByTestId('paste-remark')).toHaveTextContent('-q')
  expect(screen.getByTestId('palette-search'), 'in one line').toHaveValue('docker pull -q ubuntu')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(pullDialog.isOpen, 'Enter opens the form').toBe(true))
  expect(pullDialog.value).toMatchObject({ reference: 'ubuntu', platform: '' })
})

test('a command that cannot be read says why; other text is looked for among the actions', async () => {
  const { engine, user } = open()
  engine.unread = aFailure('flagUnknown', { flag: '--nmae', suggestion: '--name' })
  await user.click(await screen.findByTestId('palette-search'))
  await user.paste('docker run --nmae x')
  await waitFor(() => expect(screen.getByTestId('error')).toHaveAttribute('data-code', 'flagUnknown'))
  engine.unread = null
  await user.clear(screen.getByTestId('palette-search'))
  await user.type(screen.getByTestId('palette-search'), 'light')
  await waitFor(() => expect(screen.queryByTestId('error')).toBeNull())
  expect(screen.getByText('Light theme')).toBeVisible()
})

test('exec opens the form for a console, filled', async () => {
  await openAsForm({ kind: 'exec', container: 'web', command: 'bash', user: 'root' })
  expect(newConsoleForm.value?.container ?? null).toBe(web.id)
  expect(newConsoleForm.value).toMatchObject({ command: 'bash', user: 'root' })
})

test('commit opens its dialog, filled', async () => {
  const form = { container: 'web', repository: 'nginx', tag: 'v2', author: '', message: 'm', pause: true, changes: [] }
  await openAsForm({ kind: 'commit', ...form })
  expect(commitDialog.value?.container ?? null).toBe(web.id)
  expect(commitDialog.value?.form).toMatchObject(form)
})

test('tag selects the image and proposes the name', async () => {
  await openAsForm({ kind: 'tagImage', image: 'ubuntu:14.04', reference: 'mine:1' })
  expect(selectedImage(new Map([[ubuntu.id, ubuntu]]))).toBe(ubuntu)
  expect(tagForm.value).toEqual({ image: ubuntu.id, reference: 'mine:1' })
})

test('rmi opens the removal', async () => {
  await openAsForm({ kind: 'removeImages', targets: ['ubuntu:14.04'] })
  expect(removeImagesDialog.value?.targets).toEqual(['ubuntu:14.04'])
})

test('images sets the table’s filter', async () => {
  await openAsForm({
    kind: 'listImages',
    all: true,
    dangling: false,
    filters: ['label=a=b'],
    repository: 'ubuntu:14.04',
  })
  expect(route()).toBe('images')
  expect(view.filter).toEqual({ text: 'repo:ubuntu tag:14.04 label:a=b', intermediate: true, danglingOnly: false })
})

test('what is done to a container is asked about once more, where it is selected', async () => {
  for (const kind of ['startContainer', 'stopContainer', 'killContainer', 'restartContainer', 'attach'] as const) {
    await openAsForm({ kind, container: 'web' })
    expect(route()).toBe('containers')
    expect(selectedContainer()).toBe(web.id)
    expect(controlContainerDialog.value, kind).toEqual({ kind, container: web })
    cleanup()
  }
})

test('rename opens its dialog with the new name', async () => {
  await openAsForm({ kind: 'renameContainer', container: 'web', name: 'shop' })
  expect(route()).toBe('containers')
  expect(renameContainerDialog.value).toEqual({ container: web, name: 'shop' })
})

test('rm opens the removal with what was said of it', async () => {
  await openAsForm({ kind: 'removeContainer', container: 'web', force: true, volumes: true })
  expect(removeContainerDialog.value).toMatchObject({ container: web, force: true, volumes: true })
})

test('what a command selects is looked up, and ticked where it is removed', async () => {
  await openAsForm({ kind: 'removeImages', targets: [] }, 'danglingImages')
  expect(removeImagesDialog.value?.targets, 'docker image prune').toEqual([nameless.id])
  cleanup()
  const cleanUp: Action = { kind: 'cleanUp', steps: [], predicted: { least: 0, most: 0 } }
  for (const [selection, chosen] of [
    ['stoppedContainers', { containers: [old.id, fresh.id] }],
    ['exitedContainers', { containers: [old.id] }],
    ['unusedImages', { images: [nameless.id] }],
  ] as const) {
    const engine = await openAsForm(cleanUp, selection)
    expect(route()).toBe('cleanup')
    expect(cleanupOf({ engine, live: new EngineState() }).choice, selection).toMatchObject(chosen)
    cleanup()
  }
})

test('ps shows what it would list', async () => {
  await openAsForm({ kind: 'listContainers', all: false })
  expect(containersView.runningOnly, 'docker ps: those that run').toBe(true)
  cleanup()
  await openAsForm({ kind: 'listContainers', all: true })
  expect(containersView.runningOnly, 'docker ps -a: all').toBe(false)
})

test('diff shows the changes', async () => {
  await openAsForm({ kind: 'diff', container: web.id.slice(0, 12) })
  expect(changesPanel.value?.container).toBe(web.id)
})

test('a container that is not there is told', async () => {
  await openAsForm({ kind: 'attach', container: 'nosuch' })
  expect(notices().at(-1)?.failure.code).toBe('containerNotFound')
})

/** Chooses an action by its name, and then what to do it with. */
async function choose(action: string, choice?: string) {
  const { engine, user } = open()
  await user.type(await screen.findByTestId('palette-search'), action)
  await user.click(await screen.findByText(action))
  if (choice !== undefined) {
    expect(screen.getByTestId('palette-search'), 'it says what is asked').toHaveAttribute(
      'placeholder',
      `${action}: which one?`,
    )
    await user.click(await screen.findByText(choice))
  }
  await waitFor(() => expect(screen.queryByTestId('palette'), 'it makes way').toBeNull())
  return engine
}

test('each thing that is done with a container is offered, and asks which one', async () => {
  for (const [words, kind, container] of [
    ['Start a container', 'startContainer', old],
    ['Stop a container', 'stopContainer', web],
    ['Restart a container', 'restartContainer', web],
    ['Kill a container', 'killContainer', web],
    ['Attach to a container', 'attach', web],
  ] as const) {
    await choose(words, container.name)
    expect(controlContainerDialog.value, words).toEqual({ kind, container })
    cleanup()
  }
  await choose('Remove a container', 'old')
  expect(removeContainerDialog.value, 'nothing is ticked').toEqual({ container: old, force: false, volumes: false })
  cleanup()
  await choose('Rename a container', 'old')
  expect(renameContainerDialog.value, 'its own name is filled in').toEqual({ container: old, name: 'old' })
  cleanup()
  await choose('Commit a container', 'old')
  expect(commitDialog.value).toEqual({ container: old.id })
  cleanup()
  await choose('Open a console', 'web')
  expect(newConsoleForm.value).toEqual({ container: web.id })
  cleanup()
  await choose('Show a container’s changes', 'web')
  expect(changesPanel.value?.container).toBe(web.id)
})

test('what is done with an image leads to it', async () => {
  for (const words of ['Tag an image', 'Keep a copy', 'Show an image’s history']) {
    deselectImage()
    await choose(words, 'ubuntu:14.04')
    expect(route(), words).toBe('images')
    expect(selectedImage(new Map([[ubuntu.id, ubuntu]])), words).toBe(ubuntu)
    cleanup()
  }
  await choose('Remove images', 'ubuntu:14.04')
  expect(removeImagesDialog.value?.targets).toEqual(['ubuntu:14.04'])
  cleanup()
  await choose('Inspect an image’s layers', 'ubuntu:14.04')
  expect(layersPanel.value).toMatchObject({ kind: 'image', id: ubuntu.id })
  layersPanel.close()
})

test('places that have no screen of their own are found', async () => {
  await choose('Run a container')
  expect(runDialog.value?.image, 'an empty form').toBe('')
  cleanup()
  await choose('Show copies')
  expect([route(), jobsTab()]).toEqual(['activity', 'copies'])
  cleanup()
  await choose('Edit pins')
  expect([route(), pinsDialog.isOpen]).toEqual(['cleanup', true])
  cleanup()
  const engine = await choose('Start the practice engine')
  expect(route(), 'where its progress is told').toBe('engine')
  expect(engine.asked('startPractice').length).toBe(1)
})

test('what cannot be done is not offered, and a choice can be taken back', async () => {
  const { user } = open()
  const search = await screen.findByTestId('palette-search')
  expect(screen.queryByText('Reset the practice engine…'), 'there is none').toBeNull()
  expect(screen.queryByText('Leave the practice engine')).toBeNull()
  await user.type(search, 'stop')
  await user.keyboard('{Enter}')
  const choices = () => screen.queryAllByTestId('palette-choice').map((item) => item.textContent.trim())
  await waitFor(() => expect(choices(), 'those that run').toEqual(['web']))
  await user.keyboard('{Backspace}')
  await waitFor(() => expect(screen.getByText('Start a container'), 'all actions again').toBeVisible())
})
