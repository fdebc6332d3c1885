/** The ways from an example to the thing itself. */
import { closeChanges, openChanges } from '../changes/openChanges.svelte'
import { selectContainer } from '../containers/selection.svelte'
import { goTo } from '../frame/place.svelte'
import { selectImage } from '../images/selection.svelte'
import { view } from '../images/view.svelte'
import { closeLayers } from '../layers/openLayers.svelte'
import type { Way } from './examples'

/** What a way is called, by its message. */
export const wayNames: Record<Way['to'], string> = {
  image: 'outcome-image',
  container: 'outcome-container',
  changes: 'action-diff',
  filter: 'glossary-go-filter',
  engine: 'palette-go-engine',
}

export function go(way: Way): void {
  switch (way.to) {
    case 'image':
      closeLayers()
      selectImage(way.id, way.reference)
      return goTo('images')
    case 'filter':
      closeLayers()
      view.filter = { text: way.text, intermediate: false, danglingOnly: false }
      return goTo('images')
    case 'container':
      closeChanges()
      selectContainer(way.id)
      return goTo('containers')
    case 'changes':
      openChanges(way.id)
      return goTo('containers')
    case 'engine':
      return goTo('engine')
  }
}
