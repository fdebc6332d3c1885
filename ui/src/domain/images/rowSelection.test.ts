import { expect, test } from 'vitest'

import type { Image } from '../../engine/gen/image'
import { anImage, digest } from '../../testing/fake'
import { rowsOf } from './imageRows'
import { all, visibleSelection, toggled, withRange } from './rowSelection'

const images = ['a', 'b', 'c', 'd'].map((name) => anImage({ id: digest(name), tags: [`${name}:1`] }))
const hidden = anImage({ id: digest('e'), tags: [], kind: 'intermediate' })
const rows = rowsOf(new Map([...images, hidden].map((image): [string, Image] => [image.id, image])), new Map())

function row(index: number) {
  const found = rows[index]
  if (!found) throw new Error(`no row ${index}`)
  return found
}

test('a row is marked and unmarked', () => {
  const once = toggled(new Set(), row(0))
  expect([...once], 'marked').toEqual(['a:1'])
  expect([...toggled(once, row(0))], 'unmarked').toEqual([])
})

test('a range goes either way and keeps what was marked', () => {
  expect([...withRange(new Set(['a:1']), rows, 3, 2)], 'upwards').toEqual(['a:1', 'c:1', 'd:1'])
})

test('intermediate images are never marked', () => {
  expect([...toggled(new Set(), row(4))], 'by itself').toEqual([])
  expect(all(rows).size, 'with all').toBe(4)
})

test('a mark on a row that is not shown does not count', () => {
  expect(
    visibleSelection(new Set(['a:1', 'gone:1']), rows).map((one) => one.target),
    'what one does not see is left alone',
  ).toEqual(['a:1'])
})
