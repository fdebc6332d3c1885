/** All layers as a list: those without bytes, too, which the picture leaves out. */
import type { ForestLayer, LayerForest } from '../../engine/gen/forest'

export interface LayerRow {
  /** Its place in the forest. */
  place: number
  layer: ForestLayer
  /** IDs of the images that contain it. */
  images: readonly string[]
}

export type LayerColumn = 'instruction' | 'bytes' | 'images'

/** `leaf` tells which images count: intermediate ones do not. */
export function layerRows(forest: LayerForest, leaf: (id: string) => boolean): LayerRow[] {
  const images = forest.layers.map((): string[] => [])
  for (const image of forest.images) {
    if (!leaf(image.id)) continue
    for (let at = image.top; at !== null; at = forest.layers[at]?.parent ?? null) images[at]?.push(image.id)
  }
  return forest.layers.map((layer, place) => ({ place, layer, images: images[place] ?? [] }))
}

export function sortedLayers(rows: readonly LayerRow[], column: LayerColumn, descending: boolean): LayerRow[] {
  const order: Record<LayerColumn, (a: LayerRow, b: LayerRow) => number> = {
    instruction: (a, b) => a.layer.createdBy.localeCompare(b.layer.createdBy),
    bytes: (a, b) => a.layer.size.most - b.layer.size.most,
    images: (a, b) => a.images.length - b.images.length,
  }
  const direction = descending ? -1 : 1
  return [...rows].sort((a, b) => direction * order[column](a, b) || a.place - b.place)
}
