import { describe, expect, test } from 'vitest'

import { compareLines, differOnlyAtEnd, foldSame, longest, splitLines, type LineRow, type Side } from './lines'

const text = (side: Side | null) => side?.pieces.map((piece) => piece.text).join('') ?? null
const brief = (row: LineRow) => (row.kind === 'skipped' ? row.count : [row.kind, text(row.before), text(row.after)])

describe('splitLines', () => {
  test('an ended last line is not followed by an empty one', () => {
    expect(splitLines('a\nb\n')).toEqual(['a', 'b'])
    expect(splitLines('a\n\n'), 'an empty line that is there stays').toEqual(['a', ''])
    expect(splitLines('')).toEqual([])
  })
})

describe('compareLines', () => {
  test('sets a replaced line beside its replacement and marks what differs', () => {
    const rows = compareLines('<h1>Welcome</h1>\n', '<h1>Hello</h1>\n')
    expect(rows.map(brief)).toEqual([['changed', '<h1>Welcome</h1>', '<h1>Hello</h1>']])
    const [row] = rows
    if (row?.kind !== 'changed') throw new Error('one changed row')
    expect(row.before?.pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['Welcome'])
    expect(row.after?.pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['Hello'])
  })

  test('numbers the lines of each side on their own', () => {
    const rows = compareLines('a\nb\nc\n', 'a\nx\ny\nc\n')
    expect(rows.map((row) => (row.kind === 'skipped' ? [] : [row.before?.number, row.after?.number]))).toEqual([
      [1, 1],
      [2, 2],
      [undefined, 3],
      [3, 4],
    ])
  })

  test('an added line has nothing before it, a deleted one nothing after', () => {
    expect(compareLines('a\n', 'a\nb\n').map(brief)).toEqual([
      ['same', 'a', 'a'],
      ['added', null, 'b'],
    ])
    expect(compareLines('a\nb\n', 'b\n').map(brief)).toEqual([
      ['deleted', 'a', null],
      ['same', 'b', 'b'],
    ])
  })

  test('puts both texts together again', () => {
    const before = 'one\ntwo\nthree\nfour\n'
    const after = 'zero\none\n2\nfour\nfive\n'
    const rows = compareLines(before, after).filter((row) => row.kind !== 'skipped')
    const join = (sides: (Side | null)[]) => sides.flatMap((side) => (side ? [`${text(side)}\n`] : [])).join('')
    expect(join(rows.map((row) => row.before))).toBe(before)
    expect(join(rows.map((row) => row.after))).toBe(after)
  })

  test('tells when only the end of the last line differs', () => {
    expect(differOnlyAtEnd('a\n', 'a')).toBe(true)
    expect(differOnlyAtEnd('a', 'b')).toBe(false)
    expect(differOnlyAtEnd('a', 'a')).toBe(false)
  })
})

describe('foldSame', () => {
  const long = Array.from({ length: 20 }, (_, at) => `line ${at}`)

  test('keeps three lines around a change and folds the rest', () => {
    const changed = long.with(10, 'other')
    const rows = foldSame(compareLines(long.join('\n'), changed.join('\n')))
    expect(rows.map(brief).filter((row) => typeof row === 'number')).toEqual([7, 6])
    expect(rows.filter((row) => row.kind === 'same').length).toBe(6)
  })

  test('hides nothing for good: the folded rows are there', () => {
    const rows = foldSame(compareLines(long.join('\n'), long.join('\n')))
    expect(rows.flatMap((row) => (row.kind === 'skipped' ? row.rows : [row])).length).toBe(20)
  })

  test('does not fold a single line', () => {
    const rows = foldSame(compareLines('a\nb\nc\nd\ne', 'a\nb\nc\nd\nX'))
    expect(rows.map(brief)[0]).toEqual(['same', 'a', 'a'])
  })
})

describe('longest', () => {
  test('counts the columns of the longest line of all texts', () => {
    expect(longest('a\nabc\n', 'ab'), 'letters take one').toBe(3)
    expect(longest('船台'), 'wide characters take two').toBe(4)
    expect(longest('\ta'), 'a tab takes up to eight').toBe(9)
    expect(longest('', ''), 'nothing takes none').toBe(0)
  })
})
