/** Where that which a command selects is removed: looked up now, ticked, and to be looked at before anything goes. */
import { nothing, ofImages } from '../../domain/cleanup/choice'
import { isRunning } from '../../domain/containers/containerRows'
import { danglingCandidates } from '../../domain/images/removal'
import type { Door } from '../../engine/context'
import type { Live } from '../../engine/engineState.svelte'
import type { CleanupChoice } from '../../engine/gen/cleanup'
import type { Selection } from '../../engine/gen/parse'
import { removeImagesDialog } from '../../state/dialogs.svelte'
import { goTo } from '../../state/route.svelte'
import { cleanupOf } from '../cleanup/cleanup.svelte'

export function openSelection(selection: Selection, door: Door): void {
  if (selection === 'danglingImages') {
    removeImagesDialog.open(danglingCandidates(door.live.images))
    goTo('images')
    return
  }
  cleanupOf(door).choose(selected(selection, door.live))
  goTo('cleanup')
}

function selected(selection: Exclude<Selection, 'danglingImages'>, live: Live): CleanupChoice {
  if (selection === 'unusedImages') {
    // An intermediate one goes with what is built on it.
    const free = [...live.images.values()].filter(({ id, kind }) => kind !== 'intermediate' && !live.users.has(id))
    return ofImages(free)
  }
  const containers = [...live.containers.values()].filter(
    (container) => !isRunning(container) && (selection === 'stoppedContainers' || container.state === 'exited'),
  )
  return { ...nothing, containers: containers.map(({ id }) => id) }
}
