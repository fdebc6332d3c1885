/** An action's own form, opened with everything filled in: the person looks at it and says yes. */
import type { Action } from '../../engine/gen/Action'
import type { Container } from '../../engine/gen/Container'
import type { Image } from '../../engine/gen/Image'
import type { Live } from '../../engine/live.svelte'
import { openChanges } from '../changes/openChanges.svelte'
import { openCommit } from '../commit/openCommit.svelte'
import { openNewConsole } from '../console/openNewConsole.svelte'
import { openRemoval as openContainerRemoval } from '../containers/openRemoval.svelte'
import { goTo } from '../frame/place.svelte'
import { openRemoval } from '../images/openRemoval.svelte'
import { openTag } from '../images/openTag.svelte'
import { selectImage } from '../images/selection.svelte'
import { openPull } from '../pull/openPull.svelte'
import { findImage } from '../run/images'
import { openRun } from '../run/openRun.svelte'

/** The way to open the form for an action; `null` where there is none, or what it is about is not there. */
function wayTo(action: Action, live: Live): (() => void) | null {
  switch (action.kind) {
    case 'pull':
      return () => openPull(action.reference)
    case 'run':
      return () => openRun(action.image, action)
    case 'removeImages':
      return () => openRemoval(action.targets)
    case 'tagImage':
      return withImage(action.image, live, (image) => {
        goTo('images')
        selectImage(image.id, image.tags.includes(action.image) ? action.image : null)
        openTag(image.id, action.reference)
      })
    case 'imageHistory':
      return withImage(action.image, live, (image) => {
        goTo('images')
        selectImage(image.id, action.image)
      })
    case 'exec':
      return withContainer(action.container, live, ({ id }) => openNewConsole(id, action))
    case 'commit':
      return withContainer(action.container, live, ({ id }) => openCommit(id, action))
    case 'diff':
      return withContainer(action.container, live, ({ id }) => {
        goTo('containers')
        openChanges(id)
      })
    case 'removeContainer':
      return withContainer(action.container, live, (container) => {
        goTo('containers')
        openContainerRemoval(container)
      })
    default:
      return null
  }
}

function withImage(reference: string, live: Live, open: (image: Image) => void): (() => void) | null {
  const image = live.images.get(reference) ?? findImage(live.images.values(), reference)
  return image && (() => open(image))
}

function withContainer(name: string, live: Live, open: (container: Container) => void): (() => void) | null {
  const found = [...live.containers.values()].find(({ id, name: called }) => called === name || id.startsWith(name))
  return found ? () => open(found) : null
}

/** Whether there is a form for it, and what it is about is there. */
export function canOpen(action: Action, live: Live): boolean {
  return wayTo(action, live) !== null
}

export function openForm(action: Action, live: Live): void {
  wayTo(action, live)?.()
}
