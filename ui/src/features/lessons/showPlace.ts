/** "Show me": the focus goes to the place where a step is done, or to the screen that leads there. */
import { tick } from 'svelte'

import type { EngineState } from '../../engine/engineState.svelte'
import { setDockOpen } from '../../state/consoleDock.svelte'
import { changesPanel } from '../../state/dialogs.svelte'
import { selectImage } from '../../state/imageSelection.svelte'
import { view } from '../../state/imagesView.svelte'
import { navigate } from '../../state/route.svelte'
import { pointedAt, imageOf, screenOf } from './pointing'

const controls = 'button:not(:disabled), input, select, textarea, a[href], [tabindex="0"]'

function focus(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' })
  if (element.matches(controls) || element.hasAttribute('tabindex')) element.focus()
  else element.querySelector<HTMLElement>(controls)?.focus()
}

export async function showPlace(places: readonly string[], live: EngineState): Promise<void> {
  const there = pointedAt(places)
  // The rail leads to the screen: so does this button.
  if (there && !there.dataset.testid?.startsWith('nav-')) return focus(there)

  const screen = screenOf(places)
  if (screen) navigate(screen)
  if (places.some((place) => place.startsWith('console-t'))) setDockOpen(true)
  if (screen === 'containers' && !places.some((place) => place.startsWith('change-'))) changesPanel.close()
  bringRow(places, live)
  await tick()
  const now = pointedAt(places)
  if (now) focus(now)
}

/** A row that the filter hides or the list has not made is brought into sight by being selected. */
function bringRow(places: readonly string[], live: EngineState): void {
  const named = places.map(imageOf).find((one) => one !== null)
  if (!named) return
  const image = live.images.get(named) ?? [...live.images.values()].find((one) => one.tags.includes(named))
  if (!image) return
  view.filter.text = ''
  if (image.kind !== 'dangling') view.filter.danglingOnly = false
  if (image.kind === 'intermediate') view.filter.intermediate = true
  selectImage(image.id, image.id === named ? null : named)
}
