/** Opens the removal or clean-up of what a command selects, such as `$(docker ps -aq)`: resolved now and ticked, for review. */
import { nothing, ofImages } from '../../domain/cleanup/choice'
import { isRunning } from '../../domain/containers/containerRows'
import { danglingCandidates } from '../../domain/images/removal'
import type { AppContext } from '../../engine/context'
import type { EngineState } from '../../engine/engineState.svelte'
import type { CleanupChoice } from '../../engine/gen/cleanup'
import type { Selection } from '../../engine/gen/parse'
import { removeImagesDialog } from '../../state/dialogs.svelte'
import { navigate } from '../../state/route.svelte'
import { cleanupOf } from '../cleanup/cleanup.svelte'

/** Returns whether there is anything that it selects. */
export function openSelection(selection: Selection, app: AppContext): boolean {
  if (selection === 'danglingImages') {
    const dangling = danglingCandidates(app.live.images)
    removeImagesDialog.open(dangling)
    navigate('images')
    return dangling.targets.length > 0 || (dangling.apart ?? []).length > 0
  }
  const choice = selected(selection, app.live)
  cleanupOf(app).choose(choice)
  navigate('cleanup')
  return choice.containers.length > 0 || choice.images.length > 0
}

function selected(selection: Exclude<Selection, 'danglingImages'>, live: EngineState): CleanupChoice {
  if (selection === 'unusedImages') {
    // An intermediate image is removed with what is built on it.
    const free = [...live.images.values()].filter(({ id, kind }) => kind !== 'intermediate' && !live.users.has(id))
    return ofImages(free)
  }
  const containers = [...live.containers.values()].filter(
    (container) => !isRunning(container) && (selection === 'stoppedContainers' || container.state === 'exited'),
  )
  return { ...nothing, containers: containers.map(({ id }) => id) }
}
