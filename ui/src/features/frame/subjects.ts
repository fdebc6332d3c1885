/** What Ctrl/⌘-K offers to do with one container or image, once it is known which; and the places that have no screen. */
import { plain } from '../../components/plain'
import type { Door } from '../../engine/context'
import type { Container } from '../../engine/gen/container'
import type { Image } from '../../engine/gen/image'
import { showActivity } from '../activity/tab.svelte'
import { openPins } from '../cleanup/openPins.svelte'
import { openCommit } from '../commit/openCommit.svelte'
import { openNewConsole } from '../console/openNewConsole.svelte'
import { isRunning } from '../containers/rows'
import { targetsOf } from '../cleanup/choice'
import { openRemoval } from '../images/openRemoval.svelte'
import { openLayers } from '../layers/openLayers.svelte'
import { askForReset } from '../practice/openReset.svelte'
import { openRun } from '../run/openRun.svelte'
import { notifyThrown } from './notices.svelte'
import { openAction, showContainer, showImage } from './openAction'
import type { Choice, PaletteAction } from './palette.svelte'
import { goTo } from './place.svelte'

function withContainers(
  kind: string,
  suits: (container: Container) => boolean,
  run: (container: Container, door: Door) => void,
): PaletteAction {
  const choices = (door: Door): Choice[] =>
    [...door.live.containers.values()]
      .filter(suits)
      .map((one) => ({ key: one.id, name: plain(one.name), run: () => run(one, door) }))
  return { message: `action-${kind}`, choices }
}

function withImages(kind: string, run: (image: Image) => void): PaletteAction {
  const choices = (door: Door): Choice[] =>
    [...door.live.images.values()]
      .filter((image) => image.kind !== 'intermediate')
      .map((one) => ({ key: one.id, name: nameOf(one), run: () => run(one) }))
  return { message: `action-${kind}`, choices }
}

function nameOf({ id, tags }: Image): string {
  return tags.length > 0 ? tags.map(plain).join(' ') : id
}

const any = () => true
const runs = ({ state }: Container) => state === 'running'

const controls = [
  { kind: 'startContainer', suits: (one: Container) => !isRunning(one) },
  { kind: 'stopContainer', suits: isRunning },
  { kind: 'restartContainer', suits: isRunning },
  { kind: 'killContainer', suits: isRunning },
  { kind: 'attach', suits: runs },
  { kind: 'diff', suits: any },
] as const

export const subjects: readonly PaletteAction[] = [
  { message: 'action-run', possible: ({ live }) => live.engine !== null, run: () => openRun('') },
  withContainers('exec', runs, ({ id }) => openNewConsole(id)),
  ...controls.map(({ kind, suits }) =>
    withContainers(kind, suits, ({ name }, { live }) => void openAction({ kind, container: name }, live)),
  ),
  withContainers('commit', any, (container) => {
    showContainer(container)
    openCommit(container.id)
  }),
  withContainers('removeContainer', any, ({ name }, { live }) => {
    openAction({ kind: 'removeContainer', container: name, force: false, volumes: false }, live)
  }),
  withImages('tagImage', showImage),
  withImages('keepCopy', showImage),
  withImages('imageHistory', showImage),
  withImages('readLayers', (image) => {
    openLayers(image.id, nameOf(image))
    goTo('images')
  }),
  withImages('removeImages', (image) => openRemoval(targetsOf(image))),
  {
    message: 'palette-copies',
    run: () => {
      showActivity('copies')
      goTo('activity')
    },
  },
  {
    message: 'palette-records',
    run: () => {
      showActivity('removed')
      goTo('activity')
    },
  },
  {
    message: 'palette-pins',
    possible: ({ live }) => live.engine !== null,
    run: () => {
      goTo('cleanup')
      openPins()
    },
  },
  {
    message: 'practice-start',
    possible: ({ live }) => !(live.engine?.practice ?? false),
    run: ({ engine }) => {
      goTo('engine')
      engine.startPractice().catch(notifyThrown)
    },
  },
  {
    message: 'practice-reset',
    possible: ({ live }) => live.practice.state === 'running',
    run: () => {
      goTo('engine')
      askForReset()
    },
  },
  {
    message: 'palette-practice-leave',
    possible: ({ live }) => live.engine?.practice ?? false,
    run: ({ engine, live }) => {
      const ours = live.practice.state === 'running' && live.practice.ours
      void (ours ? engine.stopPractice() : engine.connect(null)).catch(notifyThrown)
    },
  },
]
