/** Two texts side by side, line by line. */
import { diffArrays, diffWordsWithSpace } from 'diff'

export interface Side {
  readonly number: number
  readonly pieces: readonly Piece[]
}

/** A stretch of a line; `marked` where it differs from the other side. */
export interface Piece {
  readonly text: string
  readonly marked: boolean
}

export type LineRow =
  | {
      readonly kind: 'same' | 'changed' | 'added' | 'deleted'
      readonly before: Side | null
      readonly after: Side | null
    }
  /** Unchanged lines that are not shown. */
  | { readonly kind: 'skipped'; readonly count: number; readonly rows: readonly LineRow[] }

/** Unchanged lines shown around a change. */
const context = 3
/** After so long a comparison is given up, and the texts are shown as wholly different. */
const patience = 800
/** Longer lines are not compared word by word. */
const longLine = 2000

export function splitLines(text: string): string[] {
  if (text === '') return []
  const lines = text.split('\n')
  // A last line that is ended is not followed by another.
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Whether only the end of the last line tells the two apart. */
export function differOnlyAtEnd(before: string, after: string): boolean {
  return before !== after && (before === `${after}\n` || after === `${before}\n`)
}

/** Every line of both, each with its counterpart. */
export function compareLines(before: string, after: string): LineRow[] {
  const old = splitLines(before)
  const now = splitLines(after)
  const runs = diffArrays(old, now, { timeout: patience }) ?? [
    { value: old, removed: true, added: false },
    { value: now, removed: false, added: true },
  ]

  const rows: LineRow[] = []
  let left = 0
  let right = 0
  for (let at = 0; at < runs.length; at++) {
    const run = runs[at]
    if (!run) break
    if (run.removed) {
      const next = runs[at + 1]
      const added = next?.added ? next.value : []
      rows.push(...pair(run.value, added, left, right))
      left += run.value.length
      right += added.length
      if (next?.added) at++
    } else if (run.added) {
      rows.push(...pair([], run.value, left, right))
      right += run.value.length
    } else {
      for (const text of run.value) {
        left++
        right++
        rows.push({ kind: 'same', before: whole(left, text), after: whole(right, text) })
      }
    }
  }
  return rows
}

function whole(number: number, text: string): Side {
  return { number, pieces: [{ text, marked: false }] }
}

function pair(removed: readonly string[], added: readonly string[], left: number, right: number): LineRow[] {
  const rows: LineRow[] = []
  for (let at = 0; at < Math.max(removed.length, added.length); at++) {
    const old = removed[at]
    const now = added[at]
    if (old !== undefined && now !== undefined) {
      const [before, after] = words(old, now)
      rows.push({
        kind: 'changed',
        before: { number: left + at + 1, pieces: before },
        after: { number: right + at + 1, pieces: after },
      })
    } else if (old !== undefined) {
      rows.push({ kind: 'deleted', before: whole(left + at + 1, old), after: null })
    } else if (now !== undefined) {
      rows.push({ kind: 'added', before: null, after: whole(right + at + 1, now) })
    }
  }
  return rows
}

function words(old: string, now: string): [Piece[], Piece[]] {
  if (old.length > longLine || now.length > longLine) {
    return [[{ text: old, marked: false }], [{ text: now, marked: false }]]
  }
  const before: Piece[] = []
  const after: Piece[] = []
  for (const part of diffWordsWithSpace(old, now)) {
    if (!part.added) before.push({ text: part.value, marked: part.removed })
    if (!part.removed) after.push({ text: part.value, marked: part.added })
  }
  return [before, after]
}

/** The same rows with long unchanged stretches folded into one row each. */
export function foldSame(rows: readonly LineRow[]): LineRow[] {
  const near = new Uint8Array(rows.length)
  rows.forEach((row, at) => {
    if (row.kind === 'same') return
    near.fill(1, Math.max(0, at - context), Math.min(rows.length, at + context + 1))
  })
  const folded: LineRow[] = []
  for (let at = 0; at < rows.length;) {
    const row = rows[at]
    if (!row) break
    let end = at
    while (end < rows.length && !near[end]) end++
    // One hidden line takes as much room as the line itself.
    if (end - at > 1) folded.push({ kind: 'skipped', count: end - at, rows: rows.slice(at, end) })
    else folded.push(row)
    at = Math.max(end, at + 1)
  }
  return folded
}

/** How many columns the longest line of the texts takes: wide characters two, tabs up to eight, as in a terminal. */
export function longest(...texts: readonly string[]): number {
  return texts.flatMap(splitLines).reduce((most, line) => Math.max(most, columns(line)), 0)
}

function columns(line: string): number {
  return line.length + 7 * count(line, /\t/g) + count(line, /[\u1100-\uffdc]/g)
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0
}
