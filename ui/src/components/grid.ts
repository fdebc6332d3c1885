/** The parts of a grid as data, and what can be said about them without a page. */
import type { Snippet } from 'svelte'
import type { ClassValue } from 'svelte/elements'

export type Column<Row, Id extends string = string> = (Sortable<Id> | { id: string; sort?: undefined }) & {
  title: string
  /** The title is for screen readers alone. */
  titleHidden?: boolean
  /** Shown in the heading after the title: a mark that explains it, a checkbox for all rows. */
  heading?: Snippet<[id: string]>
  /** Figures are aligned at their ends, and so is the title above them. */
  figures?: boolean
  /** Classes of the heading and of the cells. */
  class?: ClassValue
  /** Classes of the cells alone. */
  cellClass?: ClassValue
  tooltip?: (row: Row) => string | undefined
  cell: Snippet<[row: Row, index: number]>
}

interface Sortable<Id extends string> {
  id: Id
  /** The direction that the first click on the heading sorts in. */
  sort: 'ascending' | 'descending'
}

export interface Sort<Id extends string = string> {
  column: Id
  descending: boolean
}

/** What a right click on a row and the button at its end offer. */
export interface Menu<Row> {
  /** Accessible name of the button and of the menu. */
  label: (row: Row) => string
  /** None where there is nothing to offer: the button is disabled then. */
  entries: (row: Row) => readonly MenuEntry[]
}

export interface MenuEntry {
  label: string
  testid?: string
  run: () => void
}

/** Where a menu opens. */
export interface MenuPlace {
  anchor: { getBoundingClientRect: () => DOMRect }
  align: 'start' | 'end'
}

/** The sort that a click on a column's heading leads to. */
export function sortedBy<Id extends string>({ id, sort }: Sortable<Id>, now: Sort<Id>): Sort<Id> {
  return { column: id, descending: now.column === id ? !now.descending : sort === 'descending' }
}

/** `aria-sort` of a column's heading; absent where the column cannot be sorted by. */
export function ariaSort(
  { id, sort }: Pick<Column<never>, 'id' | 'sort'>,
  now: Sort,
): 'ascending' | 'descending' | 'none' | undefined {
  if (!sort) return undefined
  if (now.column !== id) return 'none'
  return now.descending ? 'descending' : 'ascending'
}

/** The row that a key leads to from the active one, before it is held within the grid; nothing for other keys. */
export function stepOf(key: string, active: number, rows: number, page: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    Home: 0,
    End: rows - 1,
    PageDown: active + page,
    PageUp: active - page,
  }
  return steps[key]
}
