import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { ImageLayers, LayerFigures } from '../../engine/gen/layers'
import { setLanguage } from '../../messages/index.svelte'
import { shownAction } from '../../state/commandBar.svelte'
import { layersPanel, type LayersSubject } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aFailure } from '../../testing/fixtures/failures'
import { anImage, digest } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import { aTree } from '../../testing/fixtures/layers'
import TestApp from '../../testing/TestApp.svelte'
import LayersPanel from './LayersPanel.svelte'
import { rowsOf } from './lazyTree.svelte'

const image = anImage({ id: digest('aaa'), tags: ['web:1'] })
const subject: LayersSubject = { kind: 'image', id: image.id, name: 'web:1' }

function figures(index: number, over: Partial<LayerFigures> = {}): LayerFigures {
  const none = { size: 0, wasted: 0, added: 0, changed: 0, deleted: 0 }
  return { index, digest: digest(`${index}b`), colourKey: `${index}a1b2c3d4e5f`, ...none, ...over }
}

const whole: ImageLayers = {
  image: image.id,
  references: [],
  steps: [
    { createdBy: 'ADD rootfs /', comment: '', created: 1, layer: figures(0, { size: 3_000_000, wasted: 1_000_000 }) },
    { createdBy: 'ENV A=1', comment: '', created: 2, layer: null },
    { createdBy: 'RUN rm /<b>big', comment: '', created: 3, layer: figures(1, { deleted: 1 }) },
  ],
  size: 3_000_000,
  visible: 2_000_000,
  wasted: 1_000_000,
  wastedPaths: 1,
  duplicated: 10,
  duplicates: 1,
  entries: 4,
  efficiency: 0.75,
  platform: 'linux/amd64',
}

function show(read = true, of: LayersSubject = subject) {
  const engine = new FakeEngine().connected([image])
  if (read) engine.layers.set(image.id, whole)
  engine.trees.set(
    null,
    aTree({
      '/etc/': {},
      '/etc/motd': { size: 5 },
      '/etc/ssl/': {},
      '/etc/ssl/cert.pem': { size: 2_000 },
      '/link': { kind: 'symlink', linkTarget: 'etc/\u202emotd' },
    }),
  )
  engine.trees.set(
    1,
    aTree({ '/<b>big': { kind: 'whiteout', change: 'deleted', mode: '' }, '/new': { change: 'added' } }),
  )
  engine.waste = [
    {
      path: '/<b>big',
      bytes: 1_000_000,
      pieces: [{ layer: 0, bytes: 1_000_000, hiddenBy: 1, identical: false }],
    },
  ]
  engine.copiesWithin = [{ bytes: 10, count: 20, paths: ['/a', '/b'] }]
  const view = render(TestApp, { props: { engine, component: LayersPanel, props: { subject: of } } })
  return { engine, user: userEvent.setup(), ...view }
}

const paths = () => screen.queryAllByTestId('layers-node').map((row) => row.dataset.path)
const row = (path: string) =>
  screen.getAllByTestId('layers-node').find((each) => each.dataset.path === path) as HTMLElement

beforeEach(() => setLanguage('en'))
afterEach(layersPanel.close)

test('shows layers and files of an image that was read', async () => {
  const { engine, user } = show()
  await waitFor(() => expect(paths(), 'the root of the final tree').toEqual(['/etc', '/link']))
  expect(engine.asked('perform'), 'nothing is read that is known').toEqual([])
  expect(shownAction(), 'the command that reads them').toEqual({ kind: 'readLayers', image: 'web:1' })
  expect(screen.getByTestId('layers-panel'), 'the sums').toHaveTextContent('3MB in all layers: 2MB visible, 1MB wasted')
  expect(screen.getByTestId('layers-panel'), "dive's figure").toHaveTextContent('efficiency: 75.0%')
  const layers = screen.getAllByTestId('layers-layer').map((layer) => [layer.dataset.layer, layer.dataset.wasted])
  expect(layers, 'newest on top').toEqual([
    ['1', '0'],
    ['0', '1000000'],
  ])
  expect(screen.getByTestId('layers-list'), 'a step without a layer stands between').toHaveTextContent('ENV A=1')
  expect(row('/link'), 'characters that turn the writing round are shown as such').toHaveTextContent('etc/\\u202emotd')

  await user.click(row('/etc'))
  await waitFor(() => expect(paths(), 'fetched when it is opened').toEqual(['/etc', '/etc/motd', '/etc/ssl', '/link']))
  await user.click(row('/etc'))
  await waitFor(() => expect(paths(), 'closed again').toEqual(['/etc', '/link']))
})

test('shows what a layer does', async () => {
  const { user } = show()
  await waitFor(() => expect(paths(), 'the tree is there').not.toEqual([]))
  await user.click(screen.getAllByTestId('layers-layer')[0] as HTMLElement)
  await waitFor(() => expect(paths(), 'the layer’s own tree').toEqual(['/<b>big', '/new']))
  expect(row('/<b>big').dataset.change, 'deleted').toBe('deleted')
  expect(row('/<b>big'), 'a name is text').toHaveTextContent('<b>big')
})

test('works from the keyboard', async () => {
  const { user } = show()
  await waitFor(() => expect(paths().length, 'the tree is there').toBe(2))
  screen.getByTestId('layers-files').focus()
  await user.keyboard('{ArrowRight}')
  await waitFor(() => expect(paths().length, 'a folder is opened').toBe(4))
  await user.keyboard('{ArrowRight}{ArrowDown}{ArrowRight}')
  await waitFor(() => expect(paths(), 'the one within too').toContain('/etc/ssl/cert.pem'))
  await user.keyboard('{ArrowRight}')
  expect(row('/etc/ssl/cert.pem').ariaSelected, 'into it').toBe('true')
  await user.keyboard('{ArrowLeft}')
  expect(row('/etc/ssl').ariaSelected, 'back to its folder').toBe('true')
  screen.getByTestId('layers-list').focus()
  await user.keyboard('{End}')
  expect(screen.getAllByTestId('layers-layer').at(-1)?.ariaSelected, 'the lowest layer').toBe('true')
  await user.keyboard('{Home}')
  expect(screen.getByTestId('layers-final').ariaSelected, 'the final tree').toBe('true')
})

test('finds paths and shows them where they stand', async () => {
  const { user } = show()
  await waitFor(() => expect(paths(), 'the tree is there').not.toEqual([]))
  await user.type(screen.getByTestId('layers-search'), 'cert')
  await waitFor(() => expect(paths(), 'what was found').toEqual(['/etc/ssl/cert.pem']))
  await user.click(row('/etc/ssl/cert.pem'))
  await waitFor(() => expect(row('/etc/ssl/cert.pem').ariaSelected, 'in the tree, its folders open').toBe('true'))
  expect(paths(), 'in its place').toEqual(['/etc', '/etc/motd', '/etc/ssl', '/etc/ssl/cert.pem', '/link'])
  await user.type(screen.getByTestId('layers-search'), 'nosuch')
  expect(await screen.findByText('No matches.')).toBeVisible()
})

test('lists the largest, the waste and the duplicates', async () => {
  const { user } = show()
  await waitFor(() => expect(paths(), 'the tree is there').not.toEqual([]))
  await user.click(screen.getByTestId('layers-tab-waste'))
  const waste = await screen.findByTestId('layers-waste')
  await waitFor(() => expect(waste).toHaveTextContent('1MB in layer 1, hidden by layer 2'))
  await user.click(screen.getByTestId('layers-tab-duplicates'))
  await waitFor(() => expect(screen.getByTestId('layers-duplicates')).toHaveTextContent('20 × 10B'))
  expect(screen.getByTestId('layers-duplicates'), 'some paths stand for all').toHaveTextContent('18 more')
  await user.click(screen.getByTestId('layers-tab-largest'))
  await waitFor(() => expect(screen.getByTestId('layers-largest')).toHaveTextContent('/etc/ssl/cert.pem'))
  await user.click(screen.getByRole('button', { name: /cert\.pem/ }))
  await waitFor(() => expect(row('/etc/ssl/cert.pem').ariaSelected, 'shown in the tree').toBe('true'))
})

test('reads what is not known, with progress, and can be cancelled', async () => {
  const { engine, user } = show(false)
  await waitFor(() => expect(engine.asked('perform')).toEqual([[{ kind: 'readLayers', image: 'web:1' }]]))
  const running = aJob({
    id: 1,
    action: { kind: 'readLayers', image: 'web:1' },
    state: 'running',
    ended: null,
    progress: { kind: 'layers', phase: 'preparing', read: 0, expected: 100 },
  })
  engine.send({ kind: 'job', job: running })
  await waitFor(() => expect(screen.getByTestId('layers-progress').dataset.phase).toBe('preparing'))
  engine.send({
    kind: 'job',
    job: { ...running, progress: { kind: 'layers', phase: 'reading', read: 40, expected: 100 } },
  })
  await waitFor(() => expect(screen.getByTestId('layers-progress').dataset.percent).toBe('40'))
  await user.click(screen.getByTestId('job-cancel'))
  expect(engine.asked('cancelJob')).toEqual([[1]])

  const error = aFailure('layerMissing', { layer: 'sha256:1' })
  engine.send({ kind: 'job', job: { ...running, state: 'failed', ended: 2, error } })
  expect(await screen.findByTestId('error')).toHaveAttribute('data-code', 'layerMissing')
  engine.layers.set(image.id, whole)
  await user.click(screen.getByTestId('layers-again'))
  const done = { ...running, id: 2, state: 'done' as const, ended: 3 }
  engine.send({ kind: 'job', job: { ...done, outcome: { kind: 'image', id: image.id, reference: null } } })
  await waitFor(() => expect(paths(), 'what was read').toEqual(['/etc', '/link']))
})

test('shows all images of an archive', async () => {
  const { engine, user } = show(true, { kind: 'archive', path: '/tmp/two images.tar' })
  const other = { ...whole, image: digest('ccc'), references: ['other:2'], wasted: 0 }
  engine.layers.set(other.image, other)
  await waitFor(() => expect(engine.asked('perform')).toEqual([[{ kind: 'readArchive', path: '/tmp/two images.tar' }]]))
  const outcome = { kind: 'archive' as const, images: [image.id, other.image] }
  const action = { kind: 'readArchive' as const, path: '/tmp/two images.tar' }
  engine.send({ kind: 'job', job: aJob({ id: 1, action, state: 'done', ended: 2, outcome }) })
  await waitFor(() => expect(screen.getByTestId('layers-panel').dataset.imageId).toBe(image.id))
  await user.selectOptions(screen.getByRole('combobox'), 'other:2')
  expect(screen.getByTestId('layers-panel').dataset.imageId, 'the chosen one').toBe(other.image)
})

test('images of an archive that differ in their platform alone are told apart', async () => {
  const { engine } = show(true, { kind: 'archive', path: '/tmp/two.tar' })
  const other = { ...whole, image: digest('ccc'), platform: 'linux/arm64' }
  engine.layers.set(other.image, other)
  await waitFor(() => expect(engine.asked('perform').length).toBe(1))
  const outcome = { kind: 'archive' as const, images: [image.id, other.image] }
  const action = { kind: 'readArchive' as const, path: '/tmp/two.tar' }
  engine.send({ kind: 'job', job: aJob({ id: 1, action, state: 'done', ended: 2, outcome }) })
  const options = await screen.findAllByRole('option', { name: /linux/ })
  const name = whole.references[0] ?? ''
  expect(options.map((option) => option.textContent)).toEqual([
    expect.stringMatching(`${name}.* · linux/amd64`),
    expect.stringMatching(`${name}.* · linux/arm64`),
  ])
})

test('leads back', async () => {
  layersPanel.open({ kind: 'image', id: image.id, name: 'web:1' })
  const { user } = show()
  await user.click(screen.getByTestId('layers-back'))
  expect(layersPanel.value, 'nothing is looked at any more').toBe(null)
})

test('a folder is fetched page by page', () => {
  const [root, one, two] = aTree({ '/d/': {}, '/e/': {} })
  if (!root || !one || !two) throw new Error('a tree of three')
  const fetched = new Map([
    [0, { nodes: [one], total: 5 }],
    [one.id, { nodes: [two], total: 1 }],
  ])
  const rows = rowsOf(fetched, new Set([one.id]))
  expect(rows.map((row) => (row.kind === 'more' ? `${row.left} more` : `${row.depth} ${row.node.path}`))).toEqual([
    '0 /d',
    '1 /e',
    '4 more',
  ])
})

test('has no faults that axe knows', async () => {
  const { container, user } = show()
  await waitFor(() => expect(paths(), 'the tree is there').not.toEqual([]))
  for (const tab of ['files', 'largest', 'waste', 'duplicates']) {
    await user.click(screen.getByTestId(`layers-tab-${tab}`))
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } })
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
      tab,
    ).toEqual([])
  }
})
