import { expect, test } from 'vitest'

import { aForest } from '../../testing/cleanup'
import {
  baseOf,
  blockAt,
  everything,
  icicle,
  imagesOn,
  moved,
  neighbour,
  showing,
  zoomed,
  type Block,
  type Icicle,
} from './icicle'

/** A base of 60 with two layers on it, an empty one between, and a tree of its own. */
const forest = aForest(
  [
    [null, 60],
    [0, 0],
    [1, 30],
    [0, 10],
    [null, 20],
  ],
  { base: 0, web: 2, api: 3, twin: 3, tool: 4, empty: null, hidden: 2 },
)
const picture = icicle(forest, (id) => id !== 'hidden')

function of(image: string, from: Icicle = picture): Block {
  const block = from.ofImage.get(image)
  if (!block) throw new Error(`${image} is not drawn`)
  return block
}

function width(block: Block | undefined): number {
  return Math.round((block ? block.x1 - block.x0 : 0) * picture.bytes)
}

test('a block is as wide as its bytes and those upon it', () => {
  expect(picture.bytes, 'all of them').toBe(120)
  expect(width(picture.ofLayer.get(0)), 'the base with all that lies on it').toBe(100)
  expect(width(picture.ofLayer.get(2)), 'a layer with one image').toBe(30)
  expect(width(of('base')), 'an image stands in the gap of its uppermost layer').toBe(60)
  expect([width(of('api')), width(of('twin'))], 'images on one layer share its gap').toEqual([5, 5])
})

test('layers without bytes are not drawn, nor are images without any, nor those that are no leaves', () => {
  expect(picture.ofLayer.has(1), 'an empty layer').toBe(false)
  expect(picture.ofLayer.get(2)?.row, 'what lies on it lies on the next beneath').toBe(1)
  expect([...picture.ofImage.keys()].sort(), 'leaves').toEqual(['api', 'base', 'tool', 'twin', 'web'])
})

test('children lie within their parent, side by side', () => {
  for (const block of picture.blocks) {
    const children = block.children.map((child) => picture.blocks[child])
    children.forEach((child, index) => {
      expect(child?.row, 'one row up').toBe(block.row + 1)
      expect(child?.x0, 'not before its parent').toBeGreaterThanOrEqual(block.x0)
      expect(child?.x1, 'not beyond it').toBeLessThanOrEqual(block.x1 + 1e-9)
      if (index > 0) expect(child?.x0, 'after its neighbour').toBeCloseTo(children[index - 1]?.x1 ?? 0)
    })
  }
})

test('a block is found where it is', () => {
  for (const block of picture.blocks) {
    expect(blockAt(picture, block.row, (block.x0 + block.x1) / 2), 'at its middle').toBe(block)
  }
  expect(blockAt(picture, 9, 0.5), 'no such row').toBeNull()
  expect(blockAt(picture, 0, 1), 'beyond the right end').toBeNull()
})

test('the images on a layer, and the base beneath an image', () => {
  const base = picture.ofLayer.get(0)
  if (!base) throw new Error('no base')
  expect(imagesOn(picture, base).sort(), 'all that need it').toEqual(['api', 'base', 'twin', 'web'])
  expect(imagesOn(picture, of('web')), 'an image is on itself').toEqual(['web'])
  expect(baseOf(picture, of('api')), 'down to the ground').toBe(base)
})

test('arrows lead as they point', () => {
  const base = picture.rows[0]?.[0]
  if (!base) throw new Error('no base')
  const up = neighbour(picture, base, 'up')
  expect(up.row, 'what lies on it').toBe(1)
  expect(neighbour(picture, up, 'down'), 'and back').toBe(base)
  expect(neighbour(picture, base, 'right').layer, 'the next tree').toBe(4)
  expect(neighbour(picture, base, 'left'), 'at the edge it stays').toBe(base)
  expect(neighbour(picture, base, 'last').layer, 'End').toBe(4)
})

test('zooming keeps what is under the pointer, and never leaves the whole', () => {
  const near = zoomed(everything, 0.25, 2)
  expect(near, 'half of it').toEqual({ from: 0.125, to: 0.625 })
  expect(zoomed(near, 0.25, 0.1), 'no farther than everything').toEqual(everything)
  expect(moved(near, 5), 'no farther than the end').toEqual({ from: 0.5, to: 1 })
  const right = { ...of('tool') }
  const seen = showing(near, right)
  expect(seen.from <= right.x0 && seen.to >= right.x1 - 1e-9, 'a block is brought into sight').toBe(true)
})

test('20,000 layers are laid out within a blink', () => {
  const layers: [number | null, number][] = []
  const images: Record<string, number> = {}
  for (let image = 0; image < 2000; image += 1) {
    for (let layer = 0; layer < 10; layer += 1) {
      layers.push([layer === 0 ? (image % 5 === 0 ? null : layers.length - 7) : layers.length - 1, 1 + layer])
    }
    images[`image-${image}`] = layers.length - 1
  }
  const many = aForest(layers, images)
  const began = performance.now()
  const drawn = icicle(many, () => true)
  const took = performance.now() - began
  expect(drawn.ofImage.size, 'every image').toBe(2000)
  expect(took, 'milliseconds; it is done once for each change of the images').toBeLessThan(2000)
})
