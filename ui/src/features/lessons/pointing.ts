/**
 * Where in the window a step is done. A step names places in order, as `data-testid`s that may narrow themselves down as
 * CSS does: `image-row[data-reference="ubuntu:latest"]`. What is pointed at is the first that is not yet reached, of those
 * that can be seen.
 */
import type { Route } from '../../state/route.svelte'

/** The place as CSS. */
export function selectorOf(place: string): string {
  const [, testid = '', rest = ''] = /^([\w-]+)(.*)$/s.exec(place) ?? []
  return `[data-testid="${testid}"]${rest}`
}

type IsVisible = (element: HTMLElement) => boolean

/**
 * The elements of the places that can be seen, one for each place that has any. A button in a row or in a drawer counts only
 * where that is the row's that an earlier place named: `image-remove` stands in every row.
 */
function elementsAt(places: readonly string[], isSeen: IsVisible): { place: string; element: HTMLElement }[] {
  let row: HTMLElement | null = null
  return places.flatMap((place) => {
    const element = all(place).find((one) => isSeen(one) && belongs(one, row))
    const named = element ?? all(place)[0]
    if (named?.matches('[role="row"]')) row = named
    return element ? [{ place, element }] : []
  })
}

function all(place: string): HTMLElement[] {
  try {
    return [...document.querySelectorAll<HTMLElement>(selectorOf(place))]
  } catch {
    return [] // a name that CSS cannot read
  }
}

function belongs(element: HTMLElement, row: HTMLElement | null): boolean {
  const own = element.closest('[role="row"]')
  if (own && own !== element && row) return own === row
  const drawer = element.closest<HTMLElement>('[data-testid="image-detail"]')
  return !drawer || !row?.dataset.imageId || drawer.dataset.imageId === row.dataset.imageId
}

/**
 * What holds several places at once, the outermost first: they are reached one after the other, not by being there. A dialog's
 * buttons stand outside of its form.
 */
const surfaces = ['[role="dialog"]', '[data-testid="image-detail"], [data-testid="container-detail"]', 'form']

function surfaceOf(element: HTMLElement): Element | null {
  return surfaces.map((surface) => element.closest(surface)).find((found) => found !== null) ?? null
}

/** Whether nothing is left to do at an element itself: one is there, it is chosen, it is filled in. */
function isReached(place: string, element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) {
    // `run-remove:checked` is a box from which the tick is to be taken.
    if (['checkbox', 'radio'].includes(element.type)) return element.checked && !place.endsWith(':checked')
    return element.value.trim() !== ''
  }
  if (element instanceof HTMLFieldSetElement)
    return [...element.querySelectorAll('input')].some((input) => input.value.trim() !== '')
  const current = element.getAttribute('aria-current')
  const chosen = ['aria-selected', 'aria-pressed'].some((name) => element.getAttribute(name) === 'true')
  return chosen || (current !== null && current !== 'false')
}

/**
 * The element to point at: a place leads to the ones after it, so the last that can be seen says how far one has come; where
 * several stand together, as in a form, the first of them that nothing was done at yet.
 */
export function pointedAt(places: readonly string[], isSeen: IsVisible = isVisible): HTMLElement | null {
  const there = elementsAt(places, isSeen)
  const last = there.at(-1)
  if (!last) return null
  const surface = surfaceOf(last.element)
  const together = there.filter(({ element }) => surfaceOf(element) === surface)
  // A row that has the button itself need not be opened first.
  const within = (row: HTMLElement) => together.some(({ element }) => element !== row && row.contains(element))
  return together.find(({ place, element }) => !isReached(place, element) && !within(element))?.element ?? null
}

/** Whether an element can be seen: it has a size, and somewhere within it nothing else lies on top. */
export function isVisible(element: HTMLElement): boolean {
  const { left, top, width, height } = element.getBoundingClientRect()
  if (width === 0 || height === 0) return false
  const parts = [0.5, 0.1, 0.9]
  return parts.some((across) =>
    parts.some((down) => {
      const above = document.elementFromPoint(left + width * across, top + height * down)
      return above !== null && element.contains(above)
    }),
  )
}

/** What one does at an element, as the end of a message's id. */
export function verbAt(element: HTMLElement): 'click' | 'type' | 'tick' | 'choose' | 'look' {
  if (element instanceof HTMLSelectElement) return 'choose'
  if (element instanceof HTMLInputElement) return ['checkbox', 'radio'].includes(element.type) ? 'tick' : 'type'
  if (element.matches('[data-testid="console-terminal"], textarea')) return 'type'
  if (element.matches('button, a, [role="row"], [role="treeitem"], [role="button"]')) return 'click'
  return 'look'
}

const screens: readonly [start: string, route: Route][] = [
  ['container', 'containers'],
  ['run-open', 'containers'],
  ['change', 'containers'],
  ['console', 'containers'],
  ['commit', 'containers'],
  ['cleanup', 'cleanup'],
  ['job', 'activity'],
  ['image', 'images'],
  ['pull', 'images'],
  ['tag', 'images'],
  ['removal', 'images'],
  ['run', 'images'],
  ['layer', 'images'],
]

/** The screen that has a step's places: where the first begins that says so. */
export function screenOf(places: readonly string[]): Route | null {
  for (const place of places) {
    const found = screens.find(([start]) => place.startsWith(start))
    if (found) return found[1]
  }
  return null
}

/** The image that a place is the row of, by its reference or its ID; `null` when it is none. */
export function imageOf(place: string): string | null {
  return /^image-row\[data-(?:reference|image-id)=["']?([^"'\]]+)/.exec(place)?.[1] ?? null
}
