/** Opens the form of a command that was read, filled; or the place where it is done, with its target selected. */
import type { Door } from '../../engine/context'
import type { Container } from '../../engine/gen/Container'
import type { Reading } from '../../engine/gen/Reading'
import { openChanges } from '../changes/openChanges.svelte'
import { openCommit } from '../commit/openCommit.svelte'
import { openNewConsole } from '../console/openNewConsole.svelte'
import { selectContainer } from '../containers/selection.svelte'
import { notify } from '../frame/notices.svelte'
import { goTo } from '../frame/place.svelte'
import { openRemoval } from '../images/openRemoval.svelte'
import { selectImage } from '../images/selection.svelte'
import { proposeTag } from '../images/tagProposal.svelte'
import { view } from '../images/view.svelte'
import { openPull } from '../pull/openPull.svelte'
import { findImage } from '../run/images'
import { openReadRun } from '../run/openRun.svelte'

export function openReading({ live }: Pick<Door, 'live'>, reading: Reading): void {
  const { action } = reading
  switch (action.kind) {
    case 'run':
      openReadRun(reading)
      return
    case 'pull':
      openPull(action.reference, action.platform)
      return
    case 'removeImages':
      openRemoval(action.targets)
      return
    case 'listImages':
      view.filter = {
        text: filterOf(action.repository, action.filters),
        intermediate: action.all,
        danglingOnly: action.dangling,
      }
      goTo('images')
      return
    case 'tagImage':
      withImage(action.image, (id) => proposeTag(id, action.reference))
      return
    case 'imageHistory':
      withImage(action.image, () => {})
      return
    case 'listContainers':
      goTo('containers')
      return
    case 'exec':
      withContainer(action.container, ({ id }) => openNewConsole(id, { command: action.command, user: action.user }))
      return
    case 'commit':
      withContainer(action.container, ({ id }) => openCommit(id, action))
      return
    case 'diff':
      withContainer(action.container, ({ id }) => openChanges(id))
      return
    default:
      if ('container' in action) withContainer(action.container, () => {})
  }

  function withImage(name: string, then: (id: string) => void) {
    const image = findImage(live.images.values(), name)
    if (!image) {
      notify({ code: 'imageNotFound', message: '', details: { reference: name } })
      return
    }
    selectImage(image.id, image.tags.includes(name) ? name : null)
    goTo('images')
    then(image.id)
  }

  function withContainer(name: string, then: (container: Container) => void) {
    const container = [...live.containers.values()].find(
      (one) => one.name === name || (name.length >= 4 && one.id.startsWith(name)),
    )
    if (!container) {
      notify({ code: 'containerNotFound', message: '', details: { container: name } })
      return
    }
    selectContainer(container.id)
    goTo('containers')
    then(container)
  }
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
