import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import { nothing } from '../../domain/cleanup/choice'
import type { Action } from '../../engine/gen/action'
import type { CleanupChoice, Plan, PlanItem, Suggestion } from '../../engine/gen/cleanup'
import { setLanguage } from '../../messages/index.svelte'
import { choose, loadSettings } from '../../state/preferences.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aForest, anItem, aPlan, aResult, exactly } from '../../testing/fixtures/cleanup'
import { aContainer } from '../../testing/fixtures/containers'
import { anEngine } from '../../testing/fixtures/engines'
import { aFailure } from '../../testing/fixtures/failures'
import { anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import TestApp from '../../testing/TestApp.svelte'
import { withText } from '../../testing/withText'
import CleanupScreen from './CleanupScreen.svelte'

const base = anImage({ id: digest('a'), tags: ['base:1'], digests: [`base@${digest('9')}`], size: 60 })
const web = anImage({ id: digest('b'), tags: ['web:1', 'web:2'], size: 90 })
const nameless = anImage({ id: digest('c'), tags: [], kind: 'dangling', size: 70 })
const between = anImage({ id: digest('d'), tags: [], kind: 'intermediate', size: 60 })
const images = [base, web, nameless, between]
const shop = aContainer({ id: 'c1', name: 'shop', imageId: base.id })

/** The layers of the above: one base, upon it what web and the nameless one add. */
const forest = aForest(
  [
    [null, 60, 'ADD rootfs.tar /'],
    [0, 30, 'RUN /bin/sh -c make # buildkit'],
    [0, 10],
  ],
  { [base.id]: 0, [web.id]: 1, [nameless.id]: 2, [between.id]: 0 },
)

/** What becomes of each image when it is chosen. */
const fates: Record<string, Partial<PlanItem>> = {
  'base:1': { effect: 'inUse', containers: [shop.id] },
  'web:1': { effect: 'untag', keeps: ['web:2'], onlyHere: true },
  'web:2': { freed: exactly(30), onlyHere: true },
  [nameless.id]: { freed: exactly(10), together: exactly(4), onlyHere: true },
}

function plans(choice: CleanupChoice): Plan {
  const containers = choice.containers.map((id) =>
    anItem({ subject: { kind: 'container', id, name: 'shop', running: true }, freed: exactly(1) }),
  )
  const of = (target: string) => images.find((image) => image.id === target || image.tags.includes(target))?.id ?? ''
  const listed = choice.images.map((target): PlanItem => {
    const item = anItem({ subject: { kind: 'image', target, id: of(target) }, ...fates[target] })
    const waits = item.onlyHere && item.effect === 'delete' && !choice.onlyHere.includes(of(target))
    return waits ? { ...item, effect: 'onlyHere', freed: exactly(0) } : item
  })
  const layers = listed.flatMap((item) =>
    item.effect === 'delete' && item.subject.kind === 'image' ? [item.subject.id === web.id ? 1 : 2] : [],
  )
  return aPlan([...containers, ...listed], { layers })
}

function suggestion(over: Partial<Suggestion> = {}): Suggestion {
  return {
    reason: 'dangling',
    choice: { ...nothing, images: [nameless.id] },
    count: 1,
    freed: exactly(10),
    uncertain: [],
    unlocks: exactly(0),
    arrivalKnown: false,
    ...over,
  }
}

async function show(prepare: (engine: FakeEngine) => void = () => undefined, engine = anEngine()) {
  const fake = new FakeEngine()
  fake.forest = forest
  fake.plans = plans
  fake.suggested = [suggestion()]
  fake.figures = { diskTotal: 1000, diskFree: 400, memoryTotal: 1, memoryFree: 1 }
  fake.usage = {
    images: 100,
    containers: [{ id: shop.id, bytes: 5 }],
    volumes: [{ name: 'data', anonymous: false, bytes: null, containers: 1 }],
    buildCache: [],
  }
  prepare(fake)
  fake.connected(images, [shop], engine)
  await loadSettings(fake)
  setLanguage('en')
  const shown = render(TestApp, { props: { engine: fake, component: CleanupScreen } })
  return { engine: fake, ...shown }
}

function chosen(engine: FakeEngine): CleanupChoice | undefined {
  return engine.asked('plan').at(-1)?.[0] as CleanupChoice | undefined
}

async function item(part: string): Promise<HTMLElement> {
  const all = await screen.findAllByTestId('cleanup-item')
  const found = all.find((one) => one.textContent.includes(part))
  if (!found) throw new Error(`no item with ${part} among ${all.map((one) => one.textContent).join(' | ')}`)
  return found
}

function part(kind: string): HTMLElement | undefined {
  return screen.getAllByTestId('cleanup-part').find((one) => one.dataset.kind === kind)
}

/** Ticks a suggestion that chooses all of these. */
async function tickAll(user: ReturnType<typeof userEvent.setup>) {
  await user.click(within(await screen.findByTestId('cleanup-suggestion')).getByRole('checkbox'))
}

const everyImage = (fake: FakeEngine) => {
  fake.suggested = [suggestion({ choice: { ...nothing, images: ['base:1', 'web:1', 'web:2', nameless.id] } })]
}

beforeEach(() => setLanguage('en'))

test('the disk is told in parts that add up', async () => {
  await show()
  await waitFor(() => expect(part('images'), 'as the engine counts them').toHaveAttribute('data-bytes', '100'))
  expect(part('other'), 'used by none of the engine’s').toHaveAttribute('data-bytes', '495')
  expect(part('volumes'), 'what the engine does not tell is not made up').toHaveTextContent('unknown')
  expect(screen.getByTestId('cleanup-disk'), 'free and total').toHaveTextContent('400B free of 1kB')
})

test('of a remote engine’s disk nothing is guessed', async () => {
  await show((fake) => (fake.figures = null), anEngine({ local: false }))
  expect(await screen.findByText(/its disk size and free space are unknown/), 'it is said').toBeVisible()
  await waitFor(() => expect(part('images'), 'what the engine tells is told').toBeDefined())
  expect(part('free'), 'no figure').toBeUndefined()
})

test('a measurement that fails says why, and can be made again', async () => {
  const user = userEvent.setup()
  const { engine } = await show((fake) => fake.failures.set('diskUsage', aFailure('alreadyInProgress')))
  expect(await screen.findByTestId('error'), 'why').toHaveAttribute('data-code', 'alreadyInProgress')
  expect(screen.getByTestId('cleanup-picture'), 'the rest is there').toBeVisible()
  engine.failures.clear()
  await user.click(screen.getByTestId('cleanup-measure'))
  await waitFor(() => expect(part('images'), 'measured').toBeDefined())
})

test('while images are read it is said how far that is', async () => {
  let ready: () => void = () => undefined
  await show((fake) => {
    fake.layerForest = (onProgress) => {
      onProgress(300, 2000)
      return new Promise((resolve) => (ready = () => resolve(forest)))
    }
  })
  expect(await screen.findByText('Read 300 of 2,000 images'), 'how far').toBeVisible()
  ready()
  expect(await screen.findByTestId('cleanup-picture'), 'then the picture').toBeVisible()
})

test('a suggestion is ticked and taken back, and survives another screen', async () => {
  const user = userEvent.setup()
  const { engine, unmount } = await show()
  await tickAll(user)
  await waitFor(() => expect(chosen(engine)?.images, 'in the plan').toEqual([nameless.id]))
  unmount()
  render(TestApp, { props: { engine, component: CleanupScreen } })
  const tick = within(await screen.findByTestId('cleanup-suggestion')).getByRole('checkbox')
  expect(tick, 'still ticked').toBeChecked()
  await user.click(tick)
  expect(await screen.findByText('Nothing selected.'), 'taken back').toBeVisible()
})

test('bounds are told with their reason, and what containers unlock', async () => {
  await show((fake) => {
    fake.suggested = [
      suggestion({
        freed: { least: 5, most: 10 },
        uncertain: ['buildCache'],
        unlocks: exactly(60),
        reason: 'stoppedContainers',
      }),
    ]
  })
  const card = await screen.findByTestId('cleanup-suggestion')
  expect(card, 'bounds').toHaveTextContent('at least 5B, up to 10B')
  expect(card, 'why').toHaveTextContent('The build cache may use some of these layers')
  expect(card, 'what comes after them').toHaveTextContent('Removing their images could then free 60B more')
})

test('the rules are kept, and what is no rule is not', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  const days = await screen.findByTestId('cleanup-rule-days')
  await user.clear(days)
  await user.type(days, '7')
  await user.tab()
  await waitFor(() => expect(engine.chosen.suggestions, 'kept').toEqual({ days: 7, keepTags: 2 }))
  await waitFor(() => expect(engine.asked('suggestions').at(-1), 'asked by it').toEqual([{ days: 7, keepTags: 2 }]))
  await user.clear(days)
  await user.tab()
  expect(days, 'left as it was').toHaveValue(7)
})

test('nothing to suggest is said', async () => {
  await show((fake) => (fake.suggested = []))
  expect(await screen.findByText(/No suggestions/), 'not an empty place').toBeVisible()
})

test('the picture works from the keyboard and is told to a screen reader', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  const picture = await screen.findByTestId('cleanup-picture')
  picture.focus()
  const told = () => screen.getByTestId('cleanup-block').getAttribute('aria-label')
  expect(told(), 'the base, and who has it').toMatch(/ADD rootfs.tar \/.*60B.*In 3 images/)
  await user.keyboard('{ArrowUp}')
  expect(told(), 'a layer upon it').toMatch(/RUN make.*30B.*Only in web:1, web:2/)
  await user.keyboard('{ArrowUp}')
  expect(screen.getByTestId('cleanup-block'), 'the image').toHaveAttribute('data-image-id', web.id)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(chosen(engine)?.images, 'all its names').toEqual(['web:1', 'web:2']))
  expect(screen.getByTestId('cleanup-block'), 'ticked').toHaveAttribute('aria-selected', 'true')
  await user.keyboard('{ArrowDown}{ArrowDown} ')
  await waitFor(() =>
    expect(new Set(chosen(engine)?.images), 'all images on the base').toEqual(
      new Set(['web:1', 'web:2', 'base:1', nameless.id]),
    ),
  )
})

test('what goes lights up, and what stays says why', async () => {
  const user = userEvent.setup()
  await show(everyImage)
  await tickAll(user)
  await user.click(await screen.findByTestId('cleanup-accept-all'))
  await waitFor(() => expect(screen.getByTestId('cleanup-predicted').dataset.bytes, 'both go').toBe('40'))
  screen.getByTestId('cleanup-picture').focus()
  const told = () => screen.getByTestId('cleanup-block').getAttribute('aria-label')
  expect(told(), 'the base is needed').toContain('Kept for base:1 (in use)')
  await user.keyboard('{ArrowUp}')
  expect(told(), 'a layer of one that goes').toContain('The plan frees it.')
})

test('each item says what happens to it, and asks for what it needs', async () => {
  const user = userEvent.setup()
  const { engine } = await show(everyImage)
  await tickAll(user)
  const inUse = await item('Used by containers')
  expect(inUse.dataset, 'the contract').toMatchObject({ imageId: base.id, bytes: '0', reason: 'inUse' })
  expect(await item('web:1'), 'a name').toHaveTextContent('Only this name is removed. The image keeps: web:2')

  await user.click(within(inUse).getByRole('checkbox', { name: 'Also stop and remove shop' }))
  await waitFor(() => expect(chosen(engine)?.containers, 'the container goes too').toEqual([shop.id]))
  const lonely = (await screen.findAllByTestId('cleanup-item')).find((one) => one.dataset.imageId === nameless.id)
  if (!lonely) throw new Error('no item of the nameless image')
  expect(lonely, 'only here').toHaveTextContent('No known registry has it')
  await user.click(within(lonely).getByTestId('cleanup-accept'))
  await waitFor(() => expect(chosen(engine)?.onlyHere, 'this one alone').toEqual([nameless.id]))
  await waitFor(() =>
    expect(
      screen.getAllByTestId('cleanup-item').find((one) => one.dataset.imageId === nameless.id),
      'shared with what goes before',
    ).toHaveTextContent('4B of this is freed only together with the items above.'),
  )
  expect(screen.getByTestId('cleanup-run'), 'what it frees').toHaveTextContent('Clean up 11B…')
})

test('an image taken out of the plan is no longer ticked', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await tickAll(user)
  await user.click(within(await item('Only here')).getByRole('checkbox', { name: /in the plan$/ }))
  expect(await screen.findByText('Nothing selected.'), 'out').toBeVisible()
  expect(chosen(engine)?.images, 'asked while it was in').toEqual([nameless.id])
})

test('when the engine changes meanwhile, the plan says what changed', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await tickAll(user)
  await item('Only here')
  engine.plans = () =>
    aPlan([anItem({ subject: { kind: 'image', target: nameless.id, id: nameless.id }, effect: 'missing' })])
  engine.send({
    kind: 'patch',
    patch: { revision: 2, images: [], removedImages: [nameless.id], containers: [], removedContainers: [] },
  })
  const news = await screen.findByTestId('cleanup-news')
  expect(news, 'what').toHaveTextContent('Already gone: c00000000000')
  await user.click(within(news).getByRole('button', { name: 'Got it' }))
  expect(screen.queryByTestId('cleanup-news'), 'read').not.toBeInTheDocument()
  engine.plans = plans
  engine.send({
    kind: 'patch',
    patch: { revision: 3, images: [nameless], removedImages: [], containers: [], removedContainers: [] },
  })
  expect(await screen.findByTestId('cleanup-news'), 'the next change is news again').toHaveTextContent(
    'Now handled differently: c00000000000',
  )
})

test('it asks once, is followed item by item, and tells what came free', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await tickAll(user)
  await user.click(within(await item('Only here')).getByTestId('cleanup-accept'))
  await waitFor(() => expect(screen.getByTestId('cleanup-run'), 'ready').toBeEnabled())
  await user.click(screen.getByTestId('cleanup-run'))
  const dialog = await screen.findByTestId('cleanup-confirm-dialog')
  expect(dialog, 'the total again').toHaveTextContent('Frees 10B.')
  expect(dialog, 'what cannot be had back').toHaveTextContent('No known registry has one of these images')
  await user.click(screen.getByTestId('cleanup-confirm'))
  const step = { kind: 'removeImage', target: nameless.id } as const
  const action = { kind: 'cleanUp', steps: [step], predicted: exactly(10) } as const
  expect(engine.asked('perform'), 'exactly the plan').toEqual([[action]])
  const previewed = engine.previews.at(-1)
  expect(previewed?.kind === 'plan' && previewed.plan.steps, 'with what was shown').toEqual([step])

  const progress = { kind: 'cleanup', predicted: exactly(10), freed: exactly(0), uncertain: [] } as const
  const job = aJob({ id: 1, action: { ...action, steps: [step] }, command: 'docker rmi c' })
  engine.send({
    kind: 'job',
    job: { ...job, progress: { ...progress, uncertain: [], items: [aResult(step, 'running')] } },
  })
  expect(await screen.findByTestId('cleanup-step'), 'under way').toHaveAttribute('data-state', 'running')
  await user.click(screen.getByTestId('cleanup-cancel'))
  expect(engine.asked('cancelJob'), 'between two items').toEqual([[1]])

  const before = engine.asked('layerForest').length
  const freed = exactly(10)
  engine.send({
    kind: 'job',
    job: {
      ...job,
      state: 'done',
      progress: { ...progress, uncertain: [], freed, items: [aResult(step, 'done', { freed })] },
    },
  })
  const result = await screen.findByTestId('cleanup-result')
  expect(result.dataset, 'the contract').toMatchObject({ bytes: '10', predicted: '10' })
  expect(screen.getByText('Exactly as expected.'), 'side by side').toBeVisible()
  await waitFor(() => expect(engine.asked('layerForest').length, 'read anew').toBeGreaterThan(before))
  expect(engine.asked('diskUsage').length, 'measured anew').toBe(2)
  await user.click(screen.getByTestId('cleanup-finish'))
  expect(await screen.findByText('Nothing selected.'), 'what is done is not ticked any more').toBeVisible()
})

test('a plan that the engine has outrun is shown again, to be confirmed again', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await tickAll(user)
  await user.click(within(await item('Only here')).getByTestId('cleanup-accept'))
  await waitFor(() => expect(screen.getByTestId('cleanup-run'), 'ready').toBeEnabled())
  await user.click(screen.getByTestId('cleanup-run'))
  await user.click(await screen.findByTestId('cleanup-confirm'))
  const error = aFailure('previewOutdated', { names: 'solo:1' })
  const action = engine.asked('perform')[0]?.[0] as Action
  engine.send({ kind: 'job', job: aJob({ id: 1, action, state: 'failed', error }) })
  expect(await screen.findByText(/^Nothing was removed: .*: solo:1\.$/), 'why').toBeVisible()
  expect(screen.getByTestId('cleanup-plan'), 'the plan is there').toBeVisible()
  expect(chosen(engine)?.onlyHere, 'with what was accepted').toEqual([nameless.id])
  await user.click(screen.getByTestId('cleanup-clear'))
  expect(screen.queryByText(/^Nothing was removed/), 'until something else is chosen').not.toBeInTheDocument()
})

test('other names of a deleted image are not said to be removed from one that is kept', async () => {
  const user = userEvent.setup()
  await show((fake) => {
    fake.plans = () =>
      aPlan([
        anItem({ subject: { kind: 'image', target: 'web:1', id: web.id }, effect: 'untag', keeps: ['web:2'] }),
        anItem({ subject: { kind: 'image', target: 'web:2', id: web.id }, freed: exactly(7) }),
      ])
  })
  await tickAll(user)
  expect(await item('web:1'), 'in the plan').toHaveTextContent('the image is deleted with its last name')
  await waitFor(() => expect(screen.getByTestId('cleanup-run'), 'ready').toBeEnabled())
  await user.click(screen.getByTestId('cleanup-run'))
  const dialog = await screen.findByTestId('cleanup-confirm-dialog')
  expect(dialog, 'one image').toHaveTextContent('Deletes 1 image.')
  expect(dialog, 'no name of another').not.toHaveTextContent('that is kept')
})

test('images whose arrival is unknown are called old by their creation alone', async () => {
  await show((fake) => {
    fake.suggested = [suggestion({ reason: 'old', count: 2 })]
  })
  const card = await screen.findByTestId('cleanup-suggestion')
  expect(card, 'as the engine does not know').toHaveTextContent('their images created more than 30 days ago')
})

test('what may come free unseen is said everywhere, and nothing is called exact', async () => {
  const user = userEvent.setup()
  const why = 'What is removed may use layers that no image shows'
  const { engine } = await show((fake) => {
    fake.suggested = [
      suggestion({
        reason: 'buildCache',
        choice: { ...nothing, buildCache: true },
        freed: exactly(7),
        uncertain: ['hiddenLayers'],
      }),
    ]
    fake.plans = (choice) =>
      choice.buildCache
        ? aPlan([anItem({ subject: { kind: 'buildCache' }, freed: exactly(7) })], { uncertain: ['hiddenLayers'] })
        : aPlan([])
  })
  expect(await screen.findByTestId('cleanup-suggestion'), 'beside its figure').toHaveTextContent(why)
  await tickAll(user)
  await waitFor(() => expect(screen.getByTestId('cleanup-uncertain'), 'in the plan').toHaveTextContent(why))
  expect(screen.getByTestId('cleanup-predicted'), 'near the truth').toHaveTextContent('about 7B')
  expect(screen.queryByText(/^Frees exactly/), 'bounds that meet are not enough').not.toBeInTheDocument()
  await waitFor(() => expect(screen.getByTestId('cleanup-run'), 'ready').toBeEnabled())
  await user.click(screen.getByTestId('cleanup-run'))
  expect(await screen.findByTestId('cleanup-confirm-dialog'), 'before it is done').toHaveTextContent('Frees about 7B.')
  await user.click(screen.getByTestId('cleanup-confirm'))
  const step = { kind: 'pruneBuildCache' } as const
  const freed = exactly(7)
  engine.send({
    kind: 'job',
    job: aJob({
      id: 1,
      action: { kind: 'cleanUp', steps: [step], predicted: freed },
      state: 'done',
      progress: {
        kind: 'cleanup',
        predicted: freed,
        freed,
        uncertain: ['hiddenLayers'],
        items: [aResult(step, 'done', { freed })],
      },
    }),
  })
  expect(await screen.findByTestId('cleanup-result'), 'and when it is done').toHaveTextContent('about 7B')
  expect(screen.getByText(withText(new RegExp(`^${why}`))), 'with the reason').toBeVisible()
  expect(screen.queryByText('Exactly as expected.'), 'nobody knows').not.toBeInTheDocument()
})

test('what failed says why and stays ticked', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await tickAll(user)
  await user.click(within(await item('Only here')).getByTestId('cleanup-accept'))
  await waitFor(() => expect(screen.getByTestId('cleanup-run'), 'ready').toBeEnabled())
  await user.click(screen.getByTestId('cleanup-run'))
  await user.click(await screen.findByTestId('cleanup-confirm'))
  const step = { kind: 'removeImage', target: nameless.id } as const
  const error = aFailure('imageInUse', { reference: 'c', containers: 'night-shift' })
  engine.send({
    kind: 'job',
    job: aJob({
      id: 1,
      action: { kind: 'cleanUp', steps: [step], predicted: exactly(10) },
      state: 'failed',
      error: aFailure('someFailed', { failed: '1', total: '1' }),
      progress: {
        kind: 'cleanup',
        predicted: exactly(10),
        freed: exactly(0),
        uncertain: [],
        items: [aResult(step, 'failed', { error })],
      },
    }),
  })
  expect(await screen.findByTestId('cleanup-step'), 'who was in the way').toHaveTextContent('night-shift')
  await user.click(screen.getByTestId('cleanup-finish'))
  expect(await item('c00000000000'), 'still in the plan').toBeVisible()
})

test('the list says the same, sorts, filters and ticks', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await user.click(await screen.findByTestId('cleanup-view-list'))
  const names = () => screen.getAllByTestId('cleanup-row').map((row) => row.dataset.imageId)
  await waitFor(() => expect(names(), 'the largest first').toEqual([base.id, web.id, nameless.id]))
  const row = screen.getAllByTestId('cleanup-row')[0]
  expect(row, 'who uses it').toHaveTextContent('shop')
  expect(row, 'since when').toHaveTextContent('in use now')
  expect(screen.getAllByTestId('cleanup-row')[1], 'with whom it shares').toHaveTextContent('only here')

  await user.click(screen.getByTestId('cleanup-show-intermediate'))
  const hidden = screen.getAllByTestId('cleanup-row').find((one) => one.dataset.imageId === between.id)
  if (!hidden) throw new Error('no row of the intermediate image')
  expect(within(hidden).getByTestId('cleanup-tick'), 'why not').toHaveAccessibleName(/other images are built on it/)
  await user.click(hidden)
  expect(screen.getByText('Nothing selected.'), 'it cannot be ticked').toBeVisible()
  await user.click(screen.getByTestId('cleanup-show-intermediate'))

  await user.type(screen.getByTestId('cleanup-filter'), 'in-use:false')
  await waitFor(() => expect(names(), 'filtered').toEqual([web.id, nameless.id]))
  await user.click(screen.getByTestId('cleanup-tick-shown'))
  await waitFor(() => expect(chosen(engine)?.images, 'all that are shown').toEqual(['web:1', 'web:2', nameless.id]))
})

test('the layers are listed too, those without bytes among them', async () => {
  const user = userEvent.setup()
  const { engine } = await show((fake) => {
    fake.forest = aForest(
      [
        [null, 60],
        [0, 0, 'WORKDIR /srv'],
        [1, 30],
      ],
      { [base.id]: 0, [web.id]: 2 },
    )
  })
  await user.click(await screen.findByTestId('cleanup-view-layers'))
  const rows = await screen.findAllByTestId('cleanup-layer-row')
  expect(rows.length, 'all three').toBe(3)
  expect(rows[2], 'the one that is not drawn').toHaveTextContent(/WORKDIR \/srv.*0B.*web:1, web:2/)
  await user.click(rows[1] as HTMLElement)
  await waitFor(() => expect(chosen(engine)?.images, 'the images that have it').toEqual(['web:1', 'web:2']))
})

test('another setting that changes meanwhile takes no pin away that was typed', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await user.click(await screen.findByTestId('cleanup-pins-open'))
  await user.click(screen.getByRole('button', { name: /Add a pattern/ }))
  await user.type(screen.getByLabelText('Pattern 1'), 'web')
  await choose(engine, { theme: 'dark' })
  await waitFor(() => expect(document.documentElement.dataset.theme, 'it is chosen').toBe('dark'))
  expect(screen.getByLabelText('Pattern 1'), 'what was typed').toHaveValue('web')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
})

test('pins are kept first: a wrong one is told at its row and nothing is lost', async () => {
  const user = userEvent.setup()
  const { engine } = await show()
  await user.click(await screen.findByTestId('cleanup-pins-open'))
  await user.click(screen.getByRole('button', { name: /Add a pattern/ }))
  await user.type(screen.getByLabelText('Pattern 1'), 'web[[1')
  engine.failures.set('saveSettings', aFailure('pinInvalid', { value: 'web[1' }))
  await user.click(screen.getByTestId('cleanup-pins-save'))
  expect(await screen.findByTestId('error'), 'at its row').toHaveAttribute('data-code', 'pinInvalid')
  expect(screen.getByLabelText('Pattern 1'), 'as typed').toHaveValue('web[1')

  engine.failures.clear()
  await user.clear(screen.getByLabelText('Pattern 1'))
  await user.type(screen.getByLabelText('Pattern 1'), 'web')
  await user.click(screen.getByTestId('cleanup-pins-save'))
  await waitFor(() => expect(engine.chosen.pins, 'kept').toEqual(['web']))
  await waitFor(() => expect(screen.queryByTestId('cleanup-pins'), 'closed').not.toBeInTheDocument())
  expect(screen.getByTestId('cleanup-pins-open'), 'how many').toHaveTextContent('1 pin…')
})

test.each(['picture', 'list', 'layers'])('the %s with a plan has no faults that axe knows', async (view) => {
  const user = userEvent.setup()
  await show(everyImage)
  await tickAll(user)
  await user.click(await screen.findByTestId(`cleanup-view-${view}`))
  await item('Used by containers')
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } }
  const found = await axe.run(document.body, { rules })
  expect(
    found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)),
    'jsdom knows no colours; contrast has its own test',
  ).toEqual([])
})

test('without images and containers there is nothing to clean up', async () => {
  const engine = new FakeEngine().connected([], [])
  render(TestApp, { props: { engine, component: CleanupScreen } })
  expect(screen.getByRole('heading', { name: 'Nothing to clean up' }), 'it is said').toBeVisible()
})
