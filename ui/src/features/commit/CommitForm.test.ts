import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import type { CommitForm } from '../../engine/gen/action'
import { commitDialog } from '../../state/dialogs.svelte'
import { selectedImage } from '../../state/imageSelection.svelte'
import { route } from '../../state/route.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { aFailure, aProblem } from '../../testing/fixtures/failures'
import { anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import CommitDialog from './CommitDialog.svelte'
import { commitDrafts } from './commitDrafts'

const web = aContainer({ name: 'web' })

function open(engine = new FakeEngine(), form?: CommitForm) {
  engine.connected([], [web])
  commitDialog.open({ container: web.id, ...(form && { form }) })
  render(TestApp, { props: { engine, component: CommitDialog, props: {} } })
  return { engine, user: userEvent.setup() }
}

beforeEach(() => commitDrafts.forget())

test('what was typed is there again when the dialog is opened for the same container', async () => {
  const { user } = open()
  await user.type(await screen.findByTestId('commit-repository'), 'mine')
  await user.click(screen.getByRole('button', { name: /Add an instruction/ }))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByTestId('commit-dialog')).toBeNull())
  commitDialog.open({ container: web.id })
  expect(await screen.findByTestId('commit-repository'), 'it goes on where it was left').toHaveValue('mine')
  expect(screen.getByRole('combobox', { name: 'Instruction 1' }), 'with its rows').toBeVisible()
})

test('a form that the dialog is opened with is filled in', async () => {
  const form = { repository: 'nginx', tag: 'v2', author: '', message: '', pause: false, changes: ['EXPOSE 80'] }
  open(new FakeEngine(), { container: web.name, ...form })
  expect(await screen.findByTestId('commit-repository'), 'its repository').toHaveValue('nginx')
  expect(screen.getByTestId('commit-tag'), 'its tag').toHaveValue('v2')
  expect(screen.getByTestId('commit-pause'), 'its pause').not.toBeChecked()
  expect(screen.getByRole('combobox', { name: 'Instruction 1' }), 'its instructions').toHaveValue('EXPOSE')
})

test('commits what was filled in, and shows the new image', async () => {
  const { engine, user } = open()
  await user.type(await screen.findByTestId('commit-repository'), 'nginx')
  await user.type(screen.getByTestId('commit-tag'), 'v2')
  await user.type(screen.getByTestId('commit-author'), 'Li Lei')
  await user.type(screen.getByTestId('commit-message'), 'a new page')
  await user.click(screen.getByRole('button', { name: /Add an instruction/ }))
  await user.selectOptions(screen.getByRole('combobox', { name: 'Instruction 1' }), 'EXPOSE')
  await user.type(screen.getByRole('textbox', { name: /instruction 1/i }), '80')
  await waitFor(() => expect(screen.getByTestId('commit-start')).toBeEnabled())
  await user.click(screen.getByTestId('commit-start'))
  expect(engine.asked('perform')).toEqual([
    [
      {
        kind: 'commit',
        container: 'web',
        repository: 'nginx',
        tag: 'v2',
        author: 'Li Lei',
        message: 'a new page',
        pause: true,
        changes: ['EXPOSE 80'],
      },
    ],
  ])
  const made = anImage({ id: digest('dddd'), tags: ['nginx:v2'] })
  engine.send({
    kind: 'job',
    job: aJob({ id: 1, state: 'done', outcome: { kind: 'image', id: made.id, reference: 'nginx:v2' } }),
  })
  await waitFor(() => expect(commitDialog.value?.container ?? null, 'the dialog has closed').toBeNull())
  expect(route()).toBe('images')
  expect(selectedImage(new Map([[made.id, made]])), 'the new image is selected').toEqual(made)
})

test('shows what goes in, and warns of what does not and of what should not', async () => {
  const engine = new FakeEngine()
  engine.preview = {
    size: 1_234_567,
    added: 3,
    changed: 2,
    deleted: 1,
    warnings: [aFailure('volumesLeftOut', { paths: '/data' }), aFailure('envBakedIn', { names: 'API_TOKEN' })],
    command: ['nginx'],
    instructions: ['CMD'],
  }
  engine.problems = () => [
    { ...aProblem('tag', 'tagTaken', { reference: 'nginx:v2', image: '0123456789ab' }), warning: true },
  ]
  open(engine)
  expect(await screen.findByTestId('commit-preview')).toHaveTextContent(/Added\s*3\s*Changed\s*2\s*Deleted\s*1/)
  expect(screen.getByTestId('commit-preview')).toHaveTextContent('1.23MB')
  await waitFor(() =>
    expect(screen.getAllByTestId('error').map((note) => note.dataset.code)).toEqual([
      'tagTaken',
      'volumesLeftOut',
      'envBakedIn',
    ]),
  )
  expect(screen.getByText(/0123456789ab/), 'the image that loses its name is told').toBeVisible()
  expect(screen.getByTestId('commit-start'), 'warnings may be passed over').toBeEnabled()
})

test('a refused tag stands at its field', async () => {
  const { engine, user } = open()
  await user.type(await screen.findByTestId('commit-tag'), 'x')
  await waitFor(() => expect(screen.getByTestId('commit-start')).toBeEnabled())
  await user.click(screen.getByTestId('commit-start'))
  engine.send({ kind: 'job', job: aJob({ id: 1, state: 'failed', error: aFailure('tagInvalid', { tag: 'x' }) }) })
  await waitFor(() => expect(screen.getByTestId('commit-tag')).toHaveAttribute('aria-invalid', 'true'))
})

test('has no faults that axe knows', async () => {
  const { user } = open()
  await user.click(await screen.findByRole('button', { name: /Add an instruction/ }))
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})
