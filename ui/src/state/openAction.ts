/** Opens the form or dialog of an action with everything filled in, for the person to check and confirm. */
import { findImage } from '../domain/images/imageReferences'
import type { Failure } from '../engine/engine'
import type { EngineState } from '../engine/engineState.svelte'
import type { Action } from '../engine/gen/action'
import type { Container } from '../engine/gen/container'
import type { Image } from '../engine/gen/image'
import { openNewConsole } from './consoleDock.svelte'
import { selectContainer } from './containerSelection.svelte'
import { view as containersView } from './containersView.svelte'
import {
  changesPanel,
  commitDialog,
  controlContainerDialog,
  layersPanel,
  pullDialog,
  removeContainerDialog,
  removeImagesDialog,
  renameContainerDialog,
  runDialog,
  tagForm,
} from './dialogs.svelte'
import { selectImage } from './imageSelection.svelte'
import { view } from './imagesView.svelte'
import { navigate } from './route.svelte'

/** What opens it, or why it can't be opened; `null` for an action without a form, dialog or screen. */
function openerOf(action: Action, live: EngineState): (() => void) | Failure | null {
  switch (action.kind) {
    case 'pull':
      return () => pullDialog.open({ reference: action.reference, platform: action.platform })
    case 'run':
      return () => runDialog.open({ image: action.image, form: action })
    case 'removeImages':
      return () => removeImagesDialog.open({ targets: action.targets })
    case 'listImages':
      return () => {
        view.filter = {
          text: queryOf(action.repository, action.filters),
          intermediate: action.all,
          danglingOnly: action.dangling,
        }
        layersPanel.close()
        navigate('images')
      }
    case 'tagImage':
      return withImage(action.image, live, ({ id }) => tagForm.open({ image: id, reference: action.reference }))
    case 'imageHistory':
      return withImage(action.image, live, () => {})
    case 'listContainers':
      return () => {
        containersView.runningOnly = !action.all
        containersView.filter = ''
        changesPanel.close()
        navigate('containers')
      }
    case 'exec':
      return withContainer(action.container, live, ({ id }) =>
        openNewConsole({ container: id, command: action.command, user: action.user }),
      )
    case 'commit':
      return withContainer(action.container, live, ({ id }) => commitDialog.open({ container: id, form: action }))
    case 'diff':
      return withContainer(action.container, live, ({ id }) => changesPanel.open({ container: id }))
    case 'renameContainer':
      return withContainer(action.container, live, (container) =>
        renameContainerDialog.open({ container, name: action.name }),
      )
    case 'removeContainer':
      return withContainer(action.container, live, (container) => {
        const { force, volumes } = action
        removeContainerDialog.open({ container, force, volumes })
      })
    case 'startContainer':
    case 'stopContainer':
    case 'killContainer':
    case 'restartContainer':
    case 'attach':
      return withContainer(action.container, live, (container) =>
        controlContainerDialog.open({ kind: action.kind, container }),
      )
    default:
      return null
  }
}

function withImage(name: string, live: EngineState, then: (image: Image) => void): (() => void) | Failure {
  const image = live.images.get(name) ?? findImage(live.images.values(), name)
  if (!image) return { code: 'imageNotFound', message: '', byEngine: false, details: { reference: name } }
  return () => {
    showImage(image, image.tags.includes(name) ? name : null)
    then(image)
  }
}

/** Selects an image in its table, by one of its names or as a whole. */
export function showImage(image: Image, reference: string | null = image.tags[0] ?? null): void {
  layersPanel.close()
  selectImage(image.id, reference)
  navigate('images')
}

function withContainer(name: string, live: EngineState, then: (container: Container) => void): (() => void) | Failure {
  const container = [...live.containers.values()].find(
    (one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)),
  )
  if (!container) return { code: 'containerNotFound', message: '', byEngine: false, details: { container: name } }
  return () => {
    showContainer(container)
    then(container)
  }
}

/** Selects a container in its table. */
export function showContainer({ id }: Container): void {
  changesPanel.close()
  // It may have exited.
  containersView.runningOnly = false
  selectContainer(id)
  navigate('containers')
}

/** Whether it can be opened: it has a form, dialog or screen, and its image or container exists. */
export function canOpen(action: Action, live: EngineState): boolean {
  return typeof openerOf(action, live) === 'function'
}

/** Opens it; returns why that isn't possible. */
export function openAction(action: Action, live: EngineState): Failure | null {
  const opener = openerOf(action, live)
  if (typeof opener !== 'function') return opener
  opener()
  return null
}

/** The filters of `docker images` as a query of the table. One that it doesn't support stays in, and is reported there. */
function queryOf(repository: string, filters: readonly string[]): string {
  const [name = '', tag] = repository.split(/:(?=[^/]*$)/)
  const words = [name && `repo:${name}`, tag && `tag:${tag}`, ...filters.map(queryWord)]
  return words.filter((word) => word).join(' ')
}

function queryWord(filter: string): string {
  const [key = '', ...value] = filter.split('=')
  return key === 'reference' ? `repo:${value.join('=')}` : `${key}:${value.join('=')}`
}
