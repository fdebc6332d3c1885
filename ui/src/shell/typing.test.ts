/** What the engine answers while somebody types neither moves the focus nor takes away what was typed. */
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { tick } from 'svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../messages/index.svelte'
import { openNewConsole } from '../state/consoleDock.svelte'
import {
  archiveDialog,
  commitDialog,
  glossaryDialog,
  mirrorsDialog,
  newConsoleForm,
  pinsDialog,
  pullDialog,
  removeContainerDialog,
  renameContainerDialog,
  runDialog,
} from '../state/dialogs.svelte'
import { deselectImage, selectImage } from '../state/imageSelection.svelte'
import { dismiss, notices } from '../state/notices.svelte'
import { navigate } from '../state/route.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import { aContainer } from '../testing/fixtures/containers'
import { anEngine } from '../testing/fixtures/engines'
import { aFailure } from '../testing/fixtures/failures'
import { aDetail, anImage, digest } from '../testing/fixtures/images'
import { aJob } from '../testing/fixtures/jobs'
import App from './App.svelte'

const image = anImage()
const other = anImage({ id: digest('bbb'), tags: ['nginx:latest'] })
const web = aContainer({ name: 'web' })
const db = aContainer({ id: 'db'.padEnd(64, '0'), name: 'db' })

const dialogs = [
  archiveDialog,
  commitDialog,
  glossaryDialog,
  mirrorsDialog,
  newConsoleForm,
  pinsDialog,
  pullDialog,
  removeContainerDialog,
  renameContainerDialog,
  runDialog,
]

/** Each form: how it opens, and the element around its fields. */
const forms: Record<string, { open: () => void; within: string }> = {
  pull: { open: () => pullDialog.open({}), within: 'pull-dialog' },
  run: { open: () => runDialog.open({ image: '' }), within: 'run-dialog' },
  commit: { open: () => commitDialog.open({ container: web.id }), within: 'commit-dialog' },
  rename: {
    open: () => {
      navigate('containers')
      renameContainerDialog.open({ container: web })
    },
    within: 'rename-dialog',
  },
  console: { open: () => openNewConsole({ container: web.id }), within: 'console-dock' },
  archive: { open: () => archiveDialog.open({}), within: 'archive-dialog' },
  pins: { open: () => pinsDialog.open(), within: 'cleanup-pins' },
  mirrors: { open: () => mirrorsDialog.open({}), within: 'mirrors-dialog' },
  glossary: { open: () => glossaryDialog.open({}), within: 'glossary' },
  drawer: { open: () => selectImage(image.id), within: 'image-detail' },
}

async function show(shellPaths: string[]) {
  const engine = new FakeEngine().connected([image], [web])
  engine.chosen = { ...engine.chosen, language: 'en', pins: ['web'] }
  engine.details.set(image.id, aDetail())
  engine.shellPaths = shellPaths
  engine.problems = () => [{ field: '', index: null, warning: false, error: aFailure('noSpace') }]
  render(App, { props: { engine } })
  await screen.findByTestId('engine-status')
  return engine
}

function fieldsOf(form: HTMLElement): HTMLInputElement[] {
  const css = 'input:not([type=checkbox]):not([type=radio]), textarea'
  return [...form.querySelectorAll<HTMLInputElement>(css)].filter((field) => !field.closest('[hidden]'))
}

/** Everything that an engine says by itself. */
function everything(engine: FakeEngine) {
  const later = Date.now() + 1000
  const status = { state: 'connected', engine: anEngine({ version: '28.5.2' }) } as const
  engine.send(
    { kind: 'engine', status },
    { kind: 'inventory', inventory: { revision: 2, loaded: true, images: [other, image], containers: [db, web] } },
    { kind: 'job', job: aJob({ started: later }) },
    { kind: 'job', job: aJob({ started: later, ended: later, state: 'failed', error: aFailure('noSpace') }) },
    {
      kind: 'job',
      job: aJob({
        id: 2,
        state: 'done',
        started: later,
        ended: later,
        outcome: { kind: 'image', id: other.id, reference: 'nginx:latest' },
      }),
    },
  )
}

beforeEach(() => {
  setLanguage('en')
  navigate('images')
})
afterEach(() => {
  for (const dialog of dialogs) dialog.close()
  deselectImage()
  for (const notice of notices()) dismiss(notice.id)
})

test.each(Object.keys(forms))('in each field of the form: %s', async (name) => {
  const { open, within } = forms[name] as (typeof forms)[string]
  const user = userEvent.setup()
  const engine = await show([])
  open()
  await waitFor(() => expect(fieldsOf(screen.getByTestId(within)).length, 'its fields').toBeGreaterThan(0))
  await tick()
  for (const field of fieldsOf(screen.getByTestId(within))) {
    engine.hold()
    await user.click(field)
    await user.clear(field)
    await user.keyboard('a b')
    engine.release()
    everything(engine)
    await tick()
    await new Promise((done) => setTimeout(done))
    expect(field, `the focus stays in ${field.outerHTML}`).toHaveFocus()
    expect(field.value, 'what was typed').toBe('a b')
    await user.keyboard('c')
    expect(field.value, 'what is typed after that').toBe('a bc')
  }
  expect(engine.asked('perform'), 'nothing was begun').toEqual([])
})

test.each(Object.keys(forms).filter((name) => name !== 'drawer'))(
  'an engine that is lost and found again leaves the form: %s',
  async (name) => {
    const { open, within } = forms[name] as (typeof forms)[string]
    const user = userEvent.setup()
    const engine = await show([])
    open()
    await waitFor(() => expect(fieldsOf(screen.getByTestId(within)).length, 'its fields').toBeGreaterThan(0))
    await tick()
    const field = fieldsOf(screen.getByTestId(within)).at(-1) as HTMLInputElement
    await user.click(field)
    await user.clear(field)
    await user.keyboard('a b')
    engine.send({ kind: 'engine', status: { state: 'unreachable', attempts: [], lost: null, retryIn: 8000 } })
    await tick()
    expect(field, 'lost').toHaveFocus()
    engine.connected([image], [web])
    await tick()
    expect(field, 'found').toHaveFocus()
    expect(field.value, 'what was typed').toBe('a b')
  },
)

test('a space in the console form goes into its command, also where there is no shell', async () => {
  const user = userEvent.setup()
  const engine = await show([])
  engine.problems = () => []
  openNewConsole({ container: web.id })
  const command = await screen.findByTestId('console-command')
  await user.click(command)
  for (const key of '/wait now') {
    await user.keyboard(key)
    await waitFor(() => expect(screen.getByTestId('console-open'), `ready after ${key}`).toBeEnabled())
  }
  expect(command, 'all of it').toHaveValue('/wait now')
  expect(engine.asked('perform'), 'and Open was not pressed').toEqual([])
  await user.keyboard('{Enter}')
  expect(engine.asked('perform').length, 'until Enter').toBe(1)
})

test('the console form has the focus on Open from the start, for Enter', async () => {
  const user = userEvent.setup()
  const engine = await show(['/bin/sh'])
  engine.problems = () => []
  engine.hold()
  openNewConsole({ container: web.id })
  await waitFor(() => expect(screen.getByTestId('console-open'), 'before the shells are known').toHaveFocus())
  await user.keyboard('{Enter} ')
  expect(engine.asked('perform'), 'too early').toEqual([])
  engine.release()
  await waitFor(() => expect(screen.getByTestId('console-open')).not.toHaveAttribute('aria-disabled'))
  await user.keyboard('{Enter}')
  expect(engine.asked('perform')).toEqual([[{ kind: 'exec', container: 'web', command: '/bin/sh', user: '' }]])
})

test('another container is chosen from the keyboard without losing the focus', async () => {
  const user = userEvent.setup()
  const engine = await show(['/bin/sh'])
  everything(engine)
  openNewConsole({ container: web.id })
  const select = await screen.findByTestId('console-container')
  select.focus()
  await user.selectOptions(select, db.id)
  await tick()
  expect(screen.getByTestId('console-container'), 'it is the same field').toBe(select)
  expect(select, 'with the focus').toHaveFocus()
})

test('files and links are taken from the page, and text goes into fields', async () => {
  await show([])
  const drag = (types: string[]) => {
    const event = new Event('dragover', { bubbles: true, cancelable: true })
    const dataTransfer = { types, dropEffect: 'move' }
    Object.assign(event, { dataTransfer })
    fireEvent(document.body, event)
    return [event.defaultPrevented, dataTransfer.dropEffect]
  }
  expect(drag(['text/uri-list', 'text/html']), 'a link').toEqual([true, 'copy'])
  expect(drag(['Files']), 'a file').toEqual([true, 'copy'])
  expect(drag(['text/plain']), 'text').toEqual([false, 'move'])
})
