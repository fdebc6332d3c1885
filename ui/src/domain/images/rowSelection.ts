/** Selecting rows, as a file manager's list does it. */
import type { Row } from './imageRows'

export type RowSelection = ReadonlySet<string>

/** Intermediate images cannot be removed, so there is nothing to select them for. */
export function isSelectable(row: Row): boolean {
  return row.image.kind !== 'intermediate'
}

export function toggled(selection: RowSelection, row: Row): RowSelection {
  if (!isSelectable(row)) return selection
  const after = new Set(selection)
  if (!after.delete(row.target)) after.add(row.target)
  return after
}

/** Every row from one to another, besides what is selected already. */
export function withRange(selection: RowSelection, rows: readonly Row[], from: number, to: number): RowSelection {
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
  return new Set([...selection, ...range.filter(isSelectable).map((row) => row.target)])
}

export function all(rows: readonly Row[]): RowSelection {
  return new Set(rows.filter(isSelectable).map((row) => row.target))
}

/** The selected rows among those that are shown: a hidden row is never part of the selection. */
export function visibleSelection(selection: RowSelection, rows: readonly Row[]): Row[] {
  return rows.filter((row) => selection.has(row.target))
}
