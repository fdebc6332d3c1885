/** Where the picture's blocks are in the page, and which one is at a point of it. */
import { blockAt, type Block, type Icicle, type Sight } from './icicle'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where the blocks are in the page, in pixels. */
export interface Geometry {
  sight: Sight
  width: number
  height: number
  rowHeight: number
  /** Images are taller than layers: nothing lies on them, and a narrow one's name stands upright. */
  leafHeight: number
}

export function boxOf(block: Block, { sight, width, height, rowHeight, leafHeight }: Geometry): Box {
  const scale = width / (sight.to - sight.from)
  const tall = block.image === null ? rowHeight : leafHeight
  return {
    left: (block.x0 - sight.from) * scale,
    top: height - block.row * rowHeight - tall,
    width: (block.x1 - block.x0) * scale,
    height: tall,
  }
}

const leaf = 76

/** As tall as leaves room for all rows, within what can be read and what looks right. */
export function heightsFor(rows: number, height: number): { rowHeight: number; leafHeight: number } {
  // The uppermost row is one of images.
  const layers = Math.max(1, rows - 1)
  const rowHeight = Math.max(9, Math.min(36, Math.floor((height - leaf) / layers)))
  return { rowHeight, leafHeight: Math.max(leaf, rowHeight) }
}

/** The block at a point of the picture. */
export function blockUnder(picture: Icicle, geometry: Geometry, left: number, top: number): Block | null {
  const { sight, width, height, rowHeight, leafHeight } = geometry
  if (width <= 0) return null
  const x = sight.from + (left / width) * (sight.to - sight.from)
  const row = Math.floor((height - top) / rowHeight)
  // An image reaches up over the rows above its own.
  for (let at = row; at >= 0 && at > row - leafHeight / rowHeight - 1; at -= 1) {
    const block = blockAt(picture, at, x)
    if (block && boxOf(block, geometry).top <= top) return block
  }
  return null
}
