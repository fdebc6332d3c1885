/** Marking rows, as a list in a file window does it. */
import type { Row } from './imageRows'

export type Marks = ReadonlySet<string>

/** Intermediate images cannot be removed, so there is nothing to mark them for. */
export function markable(row: Row): boolean {
  return row.image.kind !== 'intermediate'
}

export function toggled(marks: Marks, row: Row): Marks {
  if (!markable(row)) return marks
  const after = new Set(marks)
  if (!after.delete(row.target)) after.add(row.target)
  return after
}

/** Everything from one row to another besides what is marked already. */
export function withRange(marks: Marks, rows: readonly Row[], from: number, to: number): Marks {
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
  return new Set([...marks, ...range.filter(markable).map((row) => row.target)])
}

export function all(rows: readonly Row[]): Marks {
  return new Set(rows.filter(markable).map((row) => row.target))
}

/** The marks that still stand for a row that is shown: what one does not see is not marked. */
export function standing(marks: Marks, rows: readonly Row[]): Row[] {
  return rows.filter((row) => marks.has(row.target))
}
