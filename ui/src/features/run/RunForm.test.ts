import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, describe, expect, test } from 'vitest'

import type { Action } from '../../engine/gen/action'
import type { Job } from '../../engine/gen/job'
import type { ParsedCommand } from '../../engine/gen/parse'
import { shownConsole } from '../../state/consoleDock.svelte'
import { selectedContainer } from '../../state/containerSelection.svelte'
import { pullDialog, runDialog } from '../../state/dialogs.svelte'
import { choose } from '../../state/preferences.svelte'
import { route } from '../../state/route.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aFailure, aProblem } from '../../testing/fixtures/failures'
import { aDetail, anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import RunDialog from './RunDialog.svelte'
import { runDrafts } from './runDrafts'

const nginx = anImage({ id: digest('aaaa'), tags: ['nginx:latest'] })

const pasted: ParsedCommand = {
  action: {
    kind: 'run',
    image: 'redis',
    command: '',
    name: '',
    interactive: false,
    tty: false,
    remove: false,
    detach: true,
    ports: [],
    env: [],
    volumes: ['$(pwd):/data'],
    other: ['--restart always'],
  },
  selection: null,
  remarks: [
    { kind: 'needsValue', words: '-v $(pwd):/data', flag: '--volume', field: 'volumes', index: 0 },
    { kind: 'otherFlag', words: '--restart always', flag: '--restart', field: 'other', index: 0 },
  ],
}

function open(image: string, engine = new FakeEngine()) {
  engine.connected([nginx])
  engine.details.set(nginx.id, aDetail({ id: nginx.id, exposedPorts: ['80/tcp'], command: ['nginx'] }))
  runDialog.open({ image })
  render(TestApp, { props: { engine, component: RunDialog, props: {} } })
  return { engine, user: userEvent.setup() }
}

const start = () => screen.getByTestId('run-start')
const ready = () => waitFor(() => expect(start()).toBeEnabled())

describe('run dialog', () => {
  beforeEach(() => {
    runDrafts.forget()
    runDialog.open({ image: '' })
  })

  test('what was typed is neither lost by a click beside it nor by Escape, until it was sent', async () => {
    const { engine, user } = open('nginx')
    const again = async (image: string) => {
      await waitFor(() => expect(screen.queryByTestId('run-dialog')).toBeNull())
      runDialog.open({ image })
      return screen.findByTestId('run-name')
    }
    // A click counts as beside the dialog a moment later, and only where the dialog is not.
    const clickBeside = async () => {
      const target = document.querySelector('[data-dialog-overlay]') as HTMLElement
      await user.pointer({ keys: '[MouseLeft]', target, coords: { clientX: 900, clientY: 700 } })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await screen.findByTestId('run-dialog')
    await clickBeside()
    await user.type(await again('nginx'), 'try')
    await clickBeside()
    expect(screen.getByTestId('run-name'), 'a click beside it is none').toHaveValue('try')

    await user.keyboard('{Escape}')
    expect(await again('redis'), 'another image has a form of its own').toHaveValue('')
    runDialog.close()
    expect(await again('nginx'), 'it goes on where it was left').toHaveValue('try')
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await again('nginx'), 'who cancels begins anew').toHaveValue('')
    await user.type(screen.getByTestId('run-name'), 'try')

    await ready()
    await user.click(start())
    engine.send({
      kind: 'job',
      job: aJob({ id: 1, state: 'done', outcome: { kind: 'container', id: 'c1' } }),
    })
    expect(await again('nginx'), 'it was sent').toHaveValue('')
  })

  test('runs what was filled in, and shows the console of a terminal', async () => {
    const { engine, user } = open('nginx')
    await user.type(await screen.findByTestId('run-command'), 'bash')
    await user.type(screen.getByTestId('run-name'), 'try')
    await ready()
    await user.click(start())
    expect(engine.asked('perform'), 'the form begins as -it --rm').toEqual([
      [
        {
          kind: 'run',
          image: 'nginx',
          command: 'bash',
          name: 'try',
          interactive: true,
          tty: true,
          remove: true,
          detach: false,
          ports: [],
          env: [],
          volumes: [],
          other: [],
        },
      ],
    ])
    engine.send({
      kind: 'job',
      job: aJob({ id: 1, state: 'done', outcome: { kind: 'console', id: 'k1', container: 'c' } }),
    })
    await waitFor(() => expect(runDialog.value?.image ?? null, 'the dialog has closed').toBeNull())
    expect(shownConsole()).toBe('k1')
  })

  test('a server in the background publishes the image’s port and is shown among the containers', async () => {
    const { engine, user } = open('nginx')
    await waitFor(() =>
      expect(screen.getByTestId('run-command'), 'the image is known').toHaveAttribute('placeholder', 'nginx'),
    )
    await user.click(screen.getByTestId('run-preset-server'))
    await ready()
    await user.click(start())
    expect(engine.asked('perform')[0]?.[0]).toMatchObject({
      detach: true,
      tty: false,
      remove: false,
      ports: ['8080:80'],
    })
    engine.send({ kind: 'job', job: aJob({ id: 1, state: 'done', outcome: { kind: 'container', id: 'c0ffee' } }) })
    await waitFor(() => expect(selectedContainer()).toBe('c0ffee'))
    expect(route()).toBe('containers')
  })

  test('a refusal stands at its field, and the form is kept', async () => {
    const { engine, user } = open('nginx')
    await user.type(await screen.findByTestId('run-name'), 'web')
    await ready()
    await user.click(start())
    engine.send({ kind: 'job', job: aJob({ id: 1, state: 'failed', error: aFailure('nameTaken', { name: 'web' }) }) })
    const name = screen.getByTestId('run-name')
    await waitFor(() => expect(name).toHaveAttribute('aria-invalid', 'true'))
    expect(name, 'what was typed is still there').toHaveValue('web')
    expect(screen.getByTestId('error')).toHaveAttribute('data-code', 'nameTaken')

    await user.type(name, '2')
    await waitFor(() => expect(name, 'a changed name is not the one refused').not.toHaveAttribute('aria-invalid'))
    await ready()
  })

  test('a problem stands at its row, empty rows not counted, and nothing can be started', async () => {
    const engine = new FakeEngine()
    engine.problems = (action) =>
      action.kind === 'run' && action.ports.includes('abc')
        ? [{ ...aProblem('ports', 'portInvalid', { value: 'abc' }), index: action.ports.indexOf('abc') }]
        : []
    const { user } = open('nginx', engine)
    const ports = await screen.findByTestId('run-ports')
    await user.click(screen.getByRole('button', { name: /Add: Ports/ }))
    const rows = ports.querySelectorAll('input')
    expect(rows.length).toBe(2)
    await user.type(rows[1] as HTMLInputElement, 'abc')
    await waitFor(() => expect(rows[1]).toHaveAttribute('aria-invalid', 'true'))
    expect(rows[0], 'the empty row has no fault').not.toHaveAttribute('aria-invalid')
    expect(start()).toBeDisabled()
  })

  test('an image that is not here is pulled first, with its progress, and the form is there again if that fails', async () => {
    const { engine, user } = open('nosuch')
    expect(await screen.findByTestId('run-missing')).toHaveTextContent('nosuch isn’t here yet, so it’s pulled first.')
    await user.type(screen.getByTestId('run-name'), 'mine')
    await ready()
    await user.click(start())
    const job = aJob({ action: engine.asked('perform')[0]?.[0] as Action })
    const pull = { layers: [], percent: 25, speed: null, secondsLeft: null, digest: null, status: null }
    const pulling: Job = { ...job, progress: { kind: 'pull', ...pull } }
    engine.send({ kind: 'job', job: pulling })
    const dialog = screen.getByTestId('run-dialog')
    expect(await within(dialog).findByTestId('pull-overall')).toHaveAttribute('data-percent', '25')
    expect(screen.getByTestId('run-name'), 'the form makes way').not.toBeVisible()

    await user.click(screen.getByTestId('job-cancel'))
    expect(engine.asked('cancelJob')).toEqual([[1]])
    engine.send({ kind: 'job', job: { ...pulling, state: 'cancelled', error: aFailure('cancelled') } })
    await waitFor(() => expect(screen.getByTestId('error')).toHaveAttribute('data-code', 'cancelled'))
    expect(screen.getByTestId('run-name'), 'what was filled in is kept').toHaveValue('mine')
    expect(screen.getByTestId('run-name')).toBeVisible()

    await user.click(start())
    const error = aFailure('pullNotFound', { reference: 'nosuch:latest', registry: 'docker.io' })
    engine.send({ kind: 'job', job: { ...pulling, id: 2, state: 'failed', error } })
    await waitFor(() =>
      expect(screen.getByTestId('run-image'), 'by its own code').toHaveAttribute('aria-invalid', 'true'),
    )
    expect(screen.getByTestId('error')).toHaveAttribute('data-code', 'pullNotFound')
  })

  test('an image that cannot be reached is pulled through a mirror from the form', async () => {
    const { engine, user } = open('nosuch')
    await choose(engine, { mirrors: ['https://mirror.example'] })
    await ready()
    await user.click(start())
    const action = engine.asked('perform')[0]?.[0] as Action
    const error = aFailure('registryUnreachable', { reference: 'nosuch:latest', registry: 'docker.io' })
    engine.send({ kind: 'job', job: aJob({ id: 1, action, state: 'failed', error }) })
    const through = await screen.findByTestId('mirror-offer-start')
    await waitFor(() => expect(through).toBeEnabled())
    await user.click(through)
    expect(engine.asked('perform')[1]).toEqual([
      { kind: 'pullThrough', reference: 'nosuch', platform: '', mirror: 'https://mirror.example' },
    ])
    engine.send({
      kind: 'job',
      job: aJob({ id: 2, state: 'done', outcome: { kind: 'image', id: 'i', reference: null } }),
    })
    await waitFor(() => expect(screen.queryByTestId('error'), 'the run can be tried again').toBeNull())
    expect(screen.getByTestId('run-dialog')).toBeVisible()
  })

  test('-i and -t can be chosen apart', async () => {
    const { engine, user } = open('nginx')
    await screen.findByTestId('run-tty')
    expect(screen.queryByTestId('run-interactive')).toBeNull()
    await user.click(screen.getByRole('button', { name: /set separately/i }))
    await user.click(screen.getByTestId('run-terminal'))
    await ready()
    await user.click(start())
    expect(engine.asked('perform')[0]?.[0]).toMatchObject({ interactive: true, tty: false })
  })

  test('a pasted command fills the form, says what to know, and can be taken back', async () => {
    const engine = new FakeEngine()
    const text = 'docker run -d -v $(pwd):/data --restart always redis'
    engine.parsedCommands.set(text, pasted)
    const { user } = open('nginx', engine)
    await user.type(await screen.findByTestId('run-name'), 'mine')
    await user.click(screen.getByTestId('run-paste'))
    await user.paste(text)
    await waitFor(() => expect(screen.getByTestId('run-image')).toHaveValue('redis'))
    expect(screen.getByTestId('run-name'), 'the whole form is the command’s').toHaveValue('')
    const remarks = screen.getAllByTestId('paste-remark')
    expect(remarks.map((remark) => remark.dataset.kind)).toEqual(['needsValue', 'otherFlag'])
    expect(screen.getByTestId('run-other').querySelector('input')).toHaveValue('--restart always')

    await user.click(screen.getByRole('button', { name: /Fill in the value/ }))
    const volume = screen.getByTestId('run-volumes').querySelector('input')
    expect(volume, 'the remark leads to its row').toHaveFocus()
    await user.keyboard('/srv:/data')
    expect(volume).toHaveValue('/srv:/data')

    await user.click(screen.getByTestId('paste-undo'))
    expect(screen.getByTestId('run-name'), 'what was typed before is back').toHaveValue('mine')
    expect(screen.getByTestId('run-image')).toHaveValue('nginx')
  })

  test('a text that is no such command says why, and changes nothing', async () => {
    const engine = new FakeEngine()
    engine.unread = aFailure('flagUnknown', { flag: '--nmae', suggestion: '--name' })
    const { user } = open('nginx', engine)
    await user.click(await screen.findByTestId('run-paste'))
    await user.paste('docker run --nmae web nginx')
    await waitFor(() => expect(screen.getByTestId('error')).toHaveAttribute('data-code', 'flagUnknown'))
    expect(screen.getByTestId('error')).toHaveTextContent('--name')
    expect(screen.getByTestId('run-image')).toHaveValue('nginx')
  })

  test('another command opens where it belongs', async () => {
    const engine = new FakeEngine()
    engine.parsedCommands.set('docker pull redis', {
      action: { kind: 'pull', reference: 'redis', platform: '' },
      selection: null,
      remarks: [],
    })
    const { user } = open('nginx', engine)
    await user.click(await screen.findByTestId('run-paste'))
    await user.paste('docker pull redis')
    await user.click(await screen.findByTestId('paste-elsewhere'))
    expect(pullDialog.isOpen).toBe(true)
    expect(pullDialog.value).toMatchObject({ reference: 'redis' })
    expect(runDialog.value?.image ?? null, 'the run dialog made way').toBeNull()
  })

  test('has no faults that axe knows', async () => {
    open('nginx')
    await screen.findByTestId('run-dialog')
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
  })
})
