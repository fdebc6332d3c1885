/**
 * The picture's geometry: the layer forest as an icicle, base layers in row 0, what lies on them in the rows above, and
 * every image as a leaf upon its uppermost layer. A block is as wide as the bytes of its layer and of all that lies on
 * it, so an image stands in the gap that its own uppermost layer leaves. Lengths are parts of the whole: 0…1.
 */
import { hierarchy, partition } from 'd3-hierarchy'

import type { LayerForest } from '../../engine/gen/forest'

export interface Block {
  /** Its place in {@link Icicle.blocks}. */
  index: number
  /** The layer's place in the forest; `null` for an image. */
  layer: number | null
  /** The image's ID; `null` for a layer. */
  image: string | null
  x0: number
  x1: number
  /** 0 for a base layer. */
  row: number
  parent: number | null
  /** From left to right. */
  children: number[]
}

export interface Icicle {
  blocks: Block[]
  /** The blocks of each row, from left to right. */
  rows: Block[][]
  /** All bytes there are, as far as they are known. */
  bytes: number
  /** The block of each image that is drawn; one without bytes is not. */
  ofImage: ReadonlyMap<string, Block>
  ofLayer: ReadonlyMap<number, Block>
}

interface Datum {
  layer: number | null
  image: string | null
  own: number
  children: Datum[]
}

/** `leaf` tells which images are drawn: intermediate ones are part of those that are built on them. */
export function icicle(forest: LayerForest, leaf: (id: string) => boolean): Icicle {
  const root: Datum = { layer: null, image: null, own: 0, children: [] }
  // Layers without bytes are not drawn: what lies on one lies on the next beneath it.
  const drawn: Datum[] = []
  forest.layers.forEach((layer, index) => {
    const beneath = layer.parent === null ? root : (drawn[layer.parent] ?? root)
    if (layer.size.most === 0) {
      drawn[index] = beneath
      return
    }
    const datum = { layer: index, image: null, own: layer.size.most, children: [] }
    drawn[index] = datum
    beneath.children.push(datum)
  })
  const upon = new Map<Datum, string[]>()
  for (const image of forest.images) {
    const top = image.top === null ? undefined : drawn[image.top]
    if (!top || top === root || !leaf(image.id)) continue
    const others = upon.get(top)
    if (others) others.push(image.id)
    else upon.set(top, [image.id])
  }
  for (const [top, images] of upon) {
    const share = top.own / images.length
    top.own = 0
    top.children.push(...images.sort().map((image) => ({ layer: null, image, own: share, children: [] })))
  }
  return placed(root, forest)
}

function placed(data: Datum, forest: LayerForest): Icicle {
  const key = ({ layer, image }: Datum) => image ?? forest.layers[layer ?? -1]?.id ?? ''
  const tree = hierarchy(data)
    .sum((datum) => datum.own)
    // The broadest first, and always in the same order; images after the layers beside them.
    .sort(
      (a, b) =>
        Number(a.data.layer === null) - Number(b.data.layer === null) ||
        (b.value ?? 0) - (a.value ?? 0) ||
        (key(a.data) < key(b.data) ? -1 : 1),
    )
  const root = partition<Datum>()(tree)
  const nodes = root.descendants().slice(1)
  const places = new Map(nodes.map((node, index) => [node, index]))
  const blocks = nodes.map((node, index): Block => ({
    index,
    layer: node.data.layer,
    image: node.data.image,
    x0: node.x0,
    x1: node.x1,
    row: node.depth - 1,
    parent: (node.parent && places.get(node.parent)) ?? null,
    children: (node.children ?? []).map((child) => places.get(child) ?? 0),
  }))
  const rows: Block[][] = []
  for (const block of blocks) (rows[block.row] ??= []).push(block)
  for (const row of rows) row.sort((a, b) => a.x0 - b.x0)
  return {
    blocks,
    rows,
    bytes: root.value ?? 0,
    ofImage: new Map(blocks.flatMap((block) => (block.image === null ? [] : [[block.image, block] as const]))),
    ofLayer: new Map(blocks.flatMap((block) => (block.layer === null ? [] : [[block.layer, block] as const]))),
  }
}

/** The block of a row at `x`. */
export function blockAt(picture: Icicle, row: number, x: number): Block | null {
  const blocks = picture.rows[row] ?? []
  let [low, high] = [0, blocks.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const block = blocks[middle]
    if (!block) return null
    if (x < block.x0) high = middle - 1
    else if (x >= block.x1) low = middle + 1
    else return block
  }
  return null
}

/** The images on a block: itself when it is one. From left to right. */
export function imagesOn(picture: Icicle, block: Block): string[] {
  const found: string[] = []
  const waiting = [block]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.image !== null) found.push(next.image)
    for (const child of [...next.children].reverse()) {
      const above = picture.blocks[child]
      if (above) waiting.push(above)
    }
  }
  return found
}

/** The base layer that a block stands on. */
export function baseOf(picture: Icicle, block: Block): Block {
  let at = block
  while (at.parent !== null) {
    const beneath = picture.blocks[at.parent]
    if (!beneath) break
    at = beneath
  }
  return at
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last'

/** Where an arrow leads: up to what lies on a block, down to what it lies on, aside to its neighbours in the row. */
export function neighbour(picture: Icicle, from: Block, direction: Direction): Block {
  const row = picture.rows[from.row] ?? []
  const at = row.indexOf(from)
  const to = {
    up: () => picture.blocks[from.children[0] ?? -1],
    down: () => picture.blocks[from.parent ?? -1],
    left: () => row[at - 1],
    right: () => row[at + 1],
    first: () => row[0],
    last: () => row.at(-1),
  }
  return to[direction]() ?? from
}

/** A part of the whole that is in sight: 0…1 is all of it. */
export interface Sight {
  from: number
  to: number
}

export const everything: Sight = { from: 0, to: 1 }

/** Nearer to or farther from `at`, which stays where it is; never beyond the whole. */
export function zoomed(sight: Sight, at: number, factor: number): Sight {
  const width = Math.min(1, Math.max(1e-6, (sight.to - sight.from) / factor))
  const share = (at - sight.from) / (sight.to - sight.from)
  const from = Math.min(Math.max(0, at - share * width), 1 - width)
  return { from, to: from + width }
}

/** Moved aside by a part of what is in sight; never beyond the whole. */
export function moved(sight: Sight, part: number): Sight {
  const width = sight.to - sight.from
  const from = Math.min(Math.max(0, sight.from + part * width), 1 - width)
  return { from, to: from + width }
}

/** The least movement that brings a block into sight, at the same size where it fits. */
export function showing(sight: Sight, block: Block): Sight {
  const width = Math.max(sight.to - sight.from, Math.min(1, block.x1 - block.x0))
  if (block.x0 >= sight.from && block.x1 <= sight.to) return sight
  const from = block.x0 < sight.from ? block.x0 : block.x1 - width
  const kept = Math.min(Math.max(0, from), 1 - width)
  return { from: kept, to: kept + width }
}
