import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Action } from '../../engine/gen/action'
import { setLanguage } from '../../messages/index.svelte'
import { removeImagesDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aCopy } from '../../testing/fixtures/copies'
import { aFailure } from '../../testing/fixtures/failures'
import { aDetail, anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import { withText } from '../../testing/withText'
import ImageDrawer from '../images/ImageDrawer.svelte'
import RemoveImagesDialog from '../images/RemoveImagesDialog.svelte'
import JobCard from '../jobs/JobCard.svelte'

const built = anImage({ tags: ['team/app:1', 'team/app:2'] })
const keep: Action = { kind: 'keepCopy', image: built.id, tags: built.tags }

beforeEach(() => setLanguage('en'))
afterEach(removeImagesDialog.close)

test('the drawer keeps a copy with all names, and says when there is one', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected([built])
  engine.details.set(built.id, aDetail())
  render(TestApp, { props: { engine, component: ImageDrawer, props: { image: built } } })
  await user.click(await screen.findByTestId('image-keep-copy'))
  expect(engine.asked('perform'), 'with all its names').toEqual([[keep]])
  engine.send({ kind: 'job', job: aJob({ action: keep }) })
  expect(await screen.findByText('Saving a copy…'), 'while it is at it').toBeVisible()
  expect(screen.getByTestId('image-keep-copy'), 'not twice').toHaveAttribute('aria-disabled', 'true')
  engine.copies = [aCopy()]
  engine.send({ kind: 'job', job: aJob({ action: keep, state: 'done', ended: 1 }) })
  expect(await screen.findByTestId('image-kept'), 'there is one').toHaveTextContent('copy kept')
})

test('the drawer asks the registries only when somebody wants to know', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected([built])
  engine.details.set(built.id, aDetail())
  const error = aFailure('pullUnauthorized', { reference: 'a', registry: 'ghcr.io' })
  engine.origins = (image) => ({ image, verdict: 'unknown', answers: [{ reference: `a@${digest('1')}`, error }] })
  render(TestApp, { props: { engine, component: ImageDrawer, props: { image: built } } })
  const button = await screen.findByTestId('image-ask-origin')
  expect(engine.asked('origin'), 'not by itself').toEqual([])
  await user.click(button)
  expect((await screen.findByTestId('image-origin')).dataset.verdict, 'the verdict').toBe('unknown')
  expect(screen.getByText(/ghcr\.io/), 'and the reason, by registry').toBeVisible()
})

test('before a removal an image that exists only here can be kept', async () => {
  const user = userEvent.setup()
  const engine = new FakeEngine().connected([built])
  engine.removals = (targets) => ({
    engine: '',
    items: targets.map((target) => ({
      target,
      image: built.id,
      effect: 'delete',
      cascade: [],
      keeps: [],
      containers: [],
    })),
  })
  render(TestApp, { props: { engine, component: RemoveImagesDialog } })
  removeImagesDialog.open({ targets: ['team/app:1'] })
  const dialog = await screen.findByTestId('removal-dialog')
  expect(await within(dialog).findByText(withText(/No known registry has/)), 'no way back').toBeVisible()
  await user.click(await within(dialog).findByTestId('image-keep-copy'))
  expect(engine.asked('perform'), 'kept before anything goes').toEqual([[keep]])
  engine.copies = [aCopy()]
  engine.send({ kind: 'job', job: aJob({ action: keep, state: 'done', ended: 1 }) })
  expect(await within(dialog).findByTestId('image-kept'), 'now there is a way back').toBeVisible()
  expect(within(dialog).queryByText(withText(/No known registry has/)), 'so nothing is said against it').toBeNull()
})

test.each([
  ['preparing', 0, null],
  ['saving', 500, '50'],
  ['checking', 1000, '99'],
] as const)('a copy’s progress while %s', (stage, done, percent) => {
  const job = aJob({ action: keep, progress: { kind: 'copy', stage, done, total: 1000 } })
  render(TestApp, { props: { engine: new FakeEngine(), component: JobCard, props: { job } } })
  const bar = screen.getByTestId('copy-progress')
  expect(bar.dataset.stage, 'what is being done').toBe(stage)
  expect(bar.dataset.percent ?? null, 'how far, once that can be told').toBe(percent)
  expect(screen.getByTestId('job-cancel'), 'it can be stopped').toBeEnabled()
})
