/** What the bars of a pull show; plain arithmetic over the engine's figures. */
import type { LayerProgress } from '../engine/gen/progress'

export interface Shares {
  /** 0 to 1, of the bar's two halves. */
  downloaded: number
  extracted: number
}

function share(done: number, total: number | null): number {
  return total === null || total === 0 ? 0 : Math.min(1, done / total)
}

/** How much of a layer is done. Where a state implies a whole, the figures no longer count: engines skip the last one. */
export function shares(layer: LayerProgress): Shares {
  switch (layer.state) {
    case 'exists':
    case 'complete':
      return { downloaded: 1, extracted: 1 }
    case 'verifying':
    case 'downloaded':
      return { downloaded: 1, extracted: 0 }
    case 'extracting':
      return { downloaded: 1, extracted: share(layer.extracted, layer.extractTotal) }
    default:
      return { downloaded: share(layer.downloaded, layer.downloadTotal), extracted: 0 }
  }
}

/** How many layers are on the engine, by where they came from. */
export function counts(layers: readonly LayerProgress[]): { done: number; here: number; total: number } {
  return {
    done: layers.filter((layer) => layer.state === 'complete' || layer.state === 'exists').length,
    here: layers.filter((layer) => layer.state === 'exists').length,
    total: layers.length,
  }
}
