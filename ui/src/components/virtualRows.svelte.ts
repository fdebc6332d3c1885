/** The part of a long list that is in sight, so that a thousand rows cost no more than thirty. */
import { createVirtualizer, type VirtualItem } from '@tanstack/svelte-virtual'
import { untrack } from 'svelte'
import { fromStore, get } from 'svelte/store'

interface List {
  /** What scrolls; absent until it is mounted. */
  element: HTMLElement | undefined
  count: number
  /** Of one row, in pixels. */
  height: number
  /** Of headings that stay above the rows while they scroll, in pixels. */
  head?: number
}

export interface VirtualRows {
  readonly items: readonly VirtualItem[]
  /** Of all rows, in pixels. */
  readonly height: number
  scrollTo(index: number): void
}

/** Call while a component is set up. */
export function virtualRows(list: () => List): VirtualRows {
  const store = createVirtualizer<HTMLElement, HTMLElement>({
    count: 0,
    getScrollElement: () => null,
    estimateSize: () => 0,
  })
  $effect(() => {
    const { element, count, height, head = 0 } = list()
    untrack(() => {
      const virtualizer = get(store)
      const grown = virtualizer.options.estimateSize(0) !== height
      virtualizer.setOptions({
        count,
        getScrollElement: () => element ?? null,
        estimateSize: () => height,
        overscan: 10,
        // The rows begin beneath the headings, so the last of them in sight ends that much earlier.
        scrollPaddingEnd: head,
      })
      if (grown) virtualizer.measure()
    })
  })
  const current = fromStore(store)
  return {
    get items() {
      return current.current.getVirtualItems()
    },
    get height() {
      return current.current.getTotalSize()
    },
    scrollTo: (index) => get(store).scrollToIndex(index, { align: 'auto' }),
  }
}
