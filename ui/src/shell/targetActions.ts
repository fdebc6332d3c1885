/** What Ctrl/⌘-K offers to do with one container or image, once it is known which; and the places that have no screen. */
import { targetsOf } from '../domain/cleanup/choice'
import { isRunning } from '../domain/containers/containerRows'
import type { AppContext } from '../engine/context'
import type { Container } from '../engine/gen/container'
import type { Image } from '../engine/gen/image'
import { escapeInvisible } from '../messages/escapeInvisible'
import { openNewConsole } from '../state/consoleDock.svelte'
import {
  commitDialog,
  layersPanel,
  pinsDialog,
  removeImagesDialog,
  resetPracticeDialog,
  runDialog,
} from '../state/dialogs.svelte'
import { showJobsTab } from '../state/jobsTab.svelte'
import { notifyThrown } from '../state/notices.svelte'
import { openAction, showContainer, showImage } from '../state/openAction'
import type { Choice, PaletteAction } from '../state/paletteActions.svelte'
import { navigate } from '../state/route.svelte'

function withContainers(
  kind: string,
  suits: (container: Container) => boolean,
  run: (container: Container, app: AppContext) => void,
): PaletteAction {
  const choices = (app: AppContext): Choice[] =>
    [...app.live.containers.values()]
      .filter(suits)
      .map((one) => ({ key: one.id, name: escapeInvisible(one.name), run: () => run(one, app) }))
  return { message: `action-${kind}`, choices }
}

function withImages(kind: string, run: (image: Image) => void): PaletteAction {
  const choices = (app: AppContext): Choice[] =>
    [...app.live.images.values()]
      .filter((image) => image.kind !== 'intermediate')
      .map((one) => ({ key: one.id, name: nameOf(one), run: () => run(one) }))
  return { message: `action-${kind}`, choices }
}

function nameOf({ id, tags }: Image): string {
  return tags.length > 0 ? tags.map(escapeInvisible).join(' ') : id
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

export const targetActions: readonly PaletteAction[] = [
  { message: 'action-run', possible: ({ live }) => live.engine !== null, run: () => runDialog.open({ image: '' }) },
  withContainers('exec', runs, ({ id }) => openNewConsole({ container: id })),
  ...controls.map(({ kind, suits }) =>
    withContainers(kind, suits, ({ name }, { live }) => void openAction({ kind, container: name }, live)),
  ),
  withContainers('commit', any, (container) => {
    showContainer(container)
    commitDialog.open({ container: container.id })
  }),
  withContainers('renameContainer', any, ({ name }, { live }) => {
    openAction({ kind: 'renameContainer', container: name, name }, live)
  }),
  withContainers('removeContainer', any, ({ name }, { live }) => {
    openAction({ kind: 'removeContainer', container: name, force: false, volumes: false }, live)
  }),
  withImages('tagImage', showImage),
  withImages('keepCopy', showImage),
  withImages('imageHistory', showImage),
  withImages('readLayers', (image) => {
    layersPanel.open({ kind: 'image', id: image.id, name: nameOf(image) })
    navigate('images')
  }),
  withImages('removeImages', (image) => removeImagesDialog.open({ targets: targetsOf(image) })),
  {
    message: 'palette-copies',
    run: () => {
      showJobsTab('copies')
      navigate('activity')
    },
  },
  {
    message: 'palette-records',
    run: () => {
      showJobsTab('removed')
      navigate('activity')
    },
  },
  {
    message: 'palette-pins',
    possible: ({ live }) => live.engine !== null,
    run: () => {
      navigate('cleanup')
      pinsDialog.open()
    },
  },
  {
    message: 'practice-start',
    possible: ({ live }) => !(live.engine?.practice ?? false),
    run: ({ engine }) => {
      navigate('engine')
      engine.startPractice().catch(notifyThrown)
    },
  },
  {
    message: 'practice-reset',
    possible: ({ live }) => live.practice.state === 'running',
    run: () => {
      navigate('engine')
      resetPracticeDialog.open()
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
