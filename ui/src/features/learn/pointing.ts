/**
 * Where in the window a step is done. A step names places in order, as `data-testid`s that may narrow themselves down as
 * CSS does: `image-row[data-reference="ubuntu:latest"]`. What is pointed at is the first that is not yet reached, of those
 * that can be seen.
 */
import type { Place } from '../frame/place.svelte'

/** The place as CSS. */
export function selectorOf(place: string): string {
  const [, testid = '', rest = ''] = /^([\w-]+)(.*)$/s.exec(place) ?? []
  return `[data-testid="${testid}"]${rest}`
}

/** The first of a place's elements that can be seen; `null` when there is none, or something lies over it. */
function seen(place: string, isSeen: (element: HTMLElement) => boolean): HTMLElement | null {
  try {
    return [...document.querySelectorAll<HTMLElement>(selectorOf(place))].find(isSeen) ?? null
  } catch {
    return null // a name that CSS cannot read
  }
}

/** What holds several places at once: they are reached one after the other, not by being there. */
const surfaces = '[role="dialog"], form, [data-testid="image-detail"], [data-testid="container-detail"]'

/** Whether nothing is left to do at an element itself: one is there, it is chosen, it is filled in. */
function isReached(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement)
    return ['checkbox', 'radio'].includes(element.type) ? element.checked : element.value.trim() !== ''
  const current = element.getAttribute('aria-current')
  return (current !== null && current !== 'false') || element.getAttribute('aria-selected') === 'true'
}

/**
 * The element to point at: a place leads to the ones after it, so the last that can be seen says how far one has come; where
 * several stand together, as in a form, the first of them that nothing was done at yet.
 */
export function pointedAt(
  places: readonly string[],
  isSeen: (element: HTMLElement) => boolean = isInSight,
): HTMLElement | null {
  const there = places.map((place) => seen(place, isSeen)).filter((element) => element !== null)
  const last = there.at(-1)
  if (!last) return null
  const surface = last.closest(surfaces)
  const together = there.filter((element) => element.closest(surfaces) === surface)
  return together.find((element) => !isReached(element)) ?? (isReached(last) ? null : last)
}

/** Whether an element can be seen: it has a size, and somewhere within it nothing else lies on top. */
export function isInSight(element: HTMLElement): boolean {
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
export function deedAt(element: HTMLElement): 'click' | 'type' | 'tick' | 'choose' | 'look' {
  if (element instanceof HTMLSelectElement) return 'choose'
  if (element instanceof HTMLInputElement) return ['checkbox', 'radio'].includes(element.type) ? 'tick' : 'type'
  if (element.matches('[data-testid="console-terminal"], textarea')) return 'type'
  if (element.matches('button, a, [role="row"], [role="treeitem"], [role="button"]')) return 'click'
  return 'look'
}

const screens: readonly [start: string, place: Place][] = [
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
export function screenOf(places: readonly string[]): Place | null {
  for (const place of places) {
    const found = screens.find(([start]) => place.startsWith(start))
    if (found) return found[1]
  }
  return null
}

/** The reference of the image that a place is the row of; `null` when it is none. */
export function referenceOf(place: string): string | null {
  return /^image-row\[data-reference=["']?([^"'\]]+)/.exec(place)?.[1] ?? null
}
