/** Plans, forests and results for tests. */
import type { CleanupResult, CleanupStep, ForestLayer, LayerForest, Plan, PlanItem } from '../engine/gen/cleanup'
import type { JobState } from '../engine/gen/job'
import { anImage } from './fake'

export function exactly(bytes: number) {
  return { least: bytes, most: bytes }
}

export function anItem(over: Partial<PlanItem> = {}): PlanItem {
  return {
    subject: { kind: 'image', target: 'ubuntu:14.04', id: anImage().id },
    effect: 'delete',
    freed: exactly(0),
    together: exactly(0),
    cascade: [],
    keeps: [],
    containers: [],
    onlyHere: false,
    ...over,
  }
}

/** A plan of these items, with the steps that they come to. */
export function aPlan(items: PlanItem[], over: Partial<Plan> = {}): Plan {
  const steps = items
    .filter((item) => item.effect === 'delete' || item.effect === 'untag')
    .map(({ subject }): CleanupStep => {
      switch (subject.kind) {
        case 'container':
          return { kind: 'removeContainer', container: subject.name }
        case 'image':
          return { kind: 'removeImage', target: subject.target }
        case 'volume':
          return { kind: 'removeVolume', volume: subject.name }
        case 'buildCache':
          return { kind: 'pruneBuildCache' }
      }
    })
  const freed = exactly(items.reduce((sum, item) => sum + item.freed.most, 0))
  return { forest: 1, items, freed, uncertain: [], layers: [], steps, ...over }
}

export function aResult(step: CleanupStep, state: JobState = 'done', over: Partial<CleanupResult> = {}): CleanupResult {
  return { step, state, untagged: [], deleted: [], freed: exactly(0), error: null, ...over }
}

type Sketch = [parent: number | null, bytes: number, createdBy?: string]

/** A forest of layers, each with its place beneath and its bytes, and of images by ID with their uppermost layer. */
export function aForest(layers: Sketch[], images: Record<string, number | null>, revision = 1): LayerForest {
  return {
    revision,
    layers: layers.map(([parent, bytes, createdBy = `COPY ${bytes} /`], index): ForestLayer => {
      const id = `sha256:${String(index).padStart(64, '0')}`
      return { id, digest: id, colourKey: id, parent, size: exactly(bytes), createdBy, images: 1 }
    }),
    images: Object.entries(images).map(([id, top]) => ({
      id,
      top,
      own: exactly(top === null ? 0 : (layers[top]?.[1] ?? 0)),
      shared: exactly(0),
      arrived: null,
    })),
    unread: [],
  }
}
