/** The ways from an example to the thing itself. */
import { selectContainer } from '../../state/containerSelection.svelte'
import { changesPanel, layersPanel } from '../../state/dialogs.svelte'
import { selectImage } from '../../state/imageSelection.svelte'
import { view } from '../../state/imagesView.svelte'
import { navigate } from '../../state/route.svelte'
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
      layersPanel.close()
      selectImage(way.id, way.reference)
      return navigate('images')
    case 'filter':
      layersPanel.close()
      view.filter = { text: way.text, intermediate: false, danglingOnly: false }
      return navigate('images')
    case 'container':
      changesPanel.close()
      selectContainer(way.id)
      return navigate('containers')
    case 'changes':
      changesPanel.open({ container: way.id })
      return navigate('containers')
    case 'engine':
      return navigate('engine')
  }
}
