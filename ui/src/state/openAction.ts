/** Where an action is done, opened with everything filled in: the person looks at it and says yes. */
import { findImage } from '../domain/images/imageReferences'
import type { Failure } from '../engine/engine'
import type { Live } from '../engine/engineState.svelte'
import type { Action } from '../engine/gen/action'
import type { Container } from '../engine/gen/container'
import type { Image } from '../engine/gen/image'
import { selectContainer } from './containerSelection.svelte'
import { view as containersView } from './containersView.svelte'
import { closeChanges, openChanges } from './dialogs/openChanges.svelte'
import { openCommit } from './dialogs/openCommit.svelte'
import { openRemoval as openContainerRemoval } from './dialogs/openContainerRemoval.svelte'
import { openControl } from './dialogs/openControl.svelte'
import { openRemoval } from './dialogs/openImageRemoval.svelte'
import { closeLayers } from './dialogs/openLayers.svelte'
import { openNewConsole } from './dialogs/openNewConsole.svelte'
import { openPull } from './dialogs/openPull.svelte'
import { openRun } from './dialogs/openRun.svelte'
import { openTag } from './dialogs/openTag.svelte'
import { selectImage } from './imageSelection.svelte'
import { view } from './imagesView.svelte'
import { goTo } from './route.svelte'

/** The way there, or why there is none; `null` for an action that has no place of its own. */
function wayTo(action: Action, live: Live): (() => void) | Failure | null {
  switch (action.kind) {
    case 'pull':
      return () => openPull(action.reference, action.platform)
    case 'run':
      return () => openRun(action.image, action)
    case 'removeImages':
      return () => openRemoval(action.targets)
    case 'listImages':
      return () => {
        view.filter = {
          text: filterOf(action.repository, action.filters),
          intermediate: action.all,
          danglingOnly: action.dangling,
        }
        closeLayers()
        goTo('images')
      }
    case 'tagImage':
      return withImage(action.image, live, ({ id }) => openTag(id, action.reference))
    case 'imageHistory':
      return withImage(action.image, live, () => {})
    case 'listContainers':
      return () => {
        containersView.runningOnly = !action.all
        containersView.filter = ''
        closeChanges()
        goTo('containers')
      }
    case 'exec':
      return withContainer(action.container, live, ({ id }) =>
        openNewConsole(id, { command: action.command, user: action.user }),
      )
    case 'commit':
      return withContainer(action.container, live, ({ id }) => openCommit(id, action))
    case 'diff':
      return withContainer(action.container, live, ({ id }) => openChanges(id))
    case 'removeContainer':
      return withContainer(action.container, live, (container) => {
        const { force, volumes } = action
        openContainerRemoval(container, { force, volumes })
      })
    case 'startContainer':
    case 'stopContainer':
    case 'killContainer':
    case 'restartContainer':
    case 'attach':
      return withContainer(action.container, live, (container) => openControl(action.kind, container))
    default:
      return null
  }
}

function withImage(name: string, live: Live, then: (image: Image) => void): (() => void) | Failure {
  const image = live.images.get(name) ?? findImage(live.images.values(), name)
  if (!image) return { code: 'imageNotFound', message: '', details: { reference: name } }
  return () => {
    showImage(image, image.tags.includes(name) ? name : null)
    then(image)
  }
}

/** Selects an image, by one of its names or as a whole, where it is listed. */
export function showImage(image: Image, reference: string | null = image.tags[0] ?? null): void {
  closeLayers()
  selectImage(image.id, reference)
  goTo('images')
}

function withContainer(name: string, live: Live, then: (container: Container) => void): (() => void) | Failure {
  const container = [...live.containers.values()].find(
    (one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)),
  )
  if (!container) return { code: 'containerNotFound', message: '', details: { container: name } }
  return () => {
    showContainer(container)
    then(container)
  }
}

/** Selects a container where it is listed. */
export function showContainer({ id }: Container): void {
  closeChanges()
  // One that has ended is in sight, too.
  containersView.runningOnly = false
  selectContainer(id)
  goTo('containers')
}

/** Whether it can be opened: it has a place, and what it is about is there. */
export function canOpen(action: Action, live: Live): boolean {
  return typeof wayTo(action, live) === 'function'
}

/** Opens it; answers why that cannot be. */
export function openAction(action: Action, live: Live): Failure | null {
  const way = wayTo(action, live)
  if (typeof way !== 'function') return way
  way()
  return null
}

/** The table's own words for what `docker images` was asked for. What it has none for stands there, and is told. */
function filterOf(repository: string, filters: readonly string[]): string {
  const [name = '', tag] = repository.split(/:(?=[^/]*$)/)
  const words = [name && `repo:${name}`, tag && `tag:${tag}`, ...filters.map(wordOf)]
  return words.filter((word) => word).join(' ')
}

function wordOf(filter: string): string {
  const [key = '', ...value] = filter.split('=')
  return key === 'reference' ? `repo:${value.join('=')}` : `${key}:${value.join('=')}`
}
