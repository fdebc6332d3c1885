/** What all tables of rows share: where a key leads, and how a sorted column is told. */

/** The row that a key leads to from the active one, before it is held within the table; nothing for other keys. */
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

/** A column's `aria-sort`. */
export function ariaSort<Column>(
  sort: { column: Column; descending: boolean },
  column: Column,
): 'ascending' | 'descending' | 'none' {
  if (sort.column !== column) return 'none'
  return sort.descending ? 'descending' : 'ascending'
}
