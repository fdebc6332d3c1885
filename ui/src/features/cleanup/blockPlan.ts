/** What the plan makes of the picture's blocks. */
import { deletedImages, freedLayers } from '../../domain/cleanup/plan'
import type { Plan, PlanItem } from '../../engine/gen/cleanup'
import type { LayerForest } from '../../engine/gen/forest'
import type { Block } from './icicle'

export interface BlockPlan {
  /** Layers, by their place in the forest. */
  readonly freed: ReadonlySet<number>
  /** Images, by ID. */
  readonly deleted: ReadonlySet<string>
  /** The plan's items of images, by ID. */
  readonly items: ReadonlyMap<string, PlanItem>
}

export function blockPlan(plan: Plan, forest: LayerForest): BlockPlan {
  const items = new Map<string, PlanItem>()
  for (const item of plan.items) if (item.subject.kind === 'image') items.set(item.subject.id, item)
  return { freed: freedLayers(plan, forest), deleted: deletedImages(plan), items }
}

/** `goes`: removed by the plan; `stays`: kept while others are removed; `plain`: nothing is removed at all. */
export function fateOf({ image, layer }: Block, { freed, deleted }: BlockPlan): 'goes' | 'stays' | 'plain' {
  if (image !== null ? deleted.has(image) : freed.has(layer ?? -1)) return 'goes'
  return freed.size > 0 || deleted.size > 0 ? 'stays' : 'plain'
}
