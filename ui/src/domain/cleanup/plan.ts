/** Reading a plan: its parts in order, what stays, and what became of it when the engine changed. */
import type { CleanupStep } from '../../engine/gen/action'
import type { ByteRange, Uncertainty } from '../../engine/gen/bytes'
import type { Plan, PlanItem, PlanSubject } from '../../engine/gen/cleanup'
import type { LayerForest } from '../../engine/gen/forest'

export const noPlan: Plan = {
  engine: '',
  forest: 0,
  items: [],
  freed: { least: 0, most: 0 },
  uncertain: [],
  layers: [],
  steps: [],
}

export type Group = PlanSubject['kind'] | 'stays'

/** In the order in which they are done; last what stays. */
export const groups: readonly Group[] = ['container', 'image', 'volume', 'buildCache', 'stays']

export function isRemoved(item: PlanItem): boolean {
  return item.effect === 'delete' || item.effect === 'untag'
}

export function grouped(plan: Plan): { group: Group; items: PlanItem[] }[] {
  return groups
    .map((group) => ({
      group,
      items: plan.items.filter((item) => (isRemoved(item) ? item.subject.kind : 'stays') === group),
    }))
    .filter(({ items }) => items.length > 0)
}

/** What names an item among those of any plan. */
export function keyOf(subject: PlanSubject): string {
  switch (subject.kind) {
    case 'container':
      return `container ${subject.id}`
    case 'image':
      return `image ${subject.target}`
    case 'volume':
      return `volume ${subject.name}`
    case 'buildCache':
      return 'buildCache'
  }
}

/** Where in a plan's steps each thing is named, by {@link inSteps}. */
export function stepPlaces(steps: readonly CleanupStep[]): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [place, step] of steps.entries()) {
    const name = named(step)
    places.set(name, [...(places.get(name) ?? []), place])
  }
  return places
}

function named(step: CleanupStep): string {
  switch (step.kind) {
    case 'stopContainer':
    case 'removeContainer':
      return `container ${step.container}`
    case 'removeImage':
      return `image ${step.target}`
    case 'removeVolume':
      return `volume ${step.volume}`
    case 'pruneBuildCache':
      return 'buildCache'
  }
}

/** What steps call a subject: a container by its name. */
export function inSteps(subject: PlanSubject): string {
  return subject.kind === 'container' ? `container ${subject.name}` : keyOf(subject)
}

/** The image that an item is about, where it is about one. */
export function imageOf(item: PlanItem): string | undefined {
  return item.subject.kind === 'image' ? item.subject.id : undefined
}

/** Whether bytes are known to the last one: bounds that meet are not enough where there is any doubt left. */
export function isExact({ least, most }: ByteRange, uncertain: readonly Uncertainty[] = []): boolean {
  return least === most && uncertain.length === 0
}

/** Images that go for good: their IDs. */
export function deletedImages(plan: Plan): Set<string> {
  return new Set(
    plan.items
      .filter((item) => item.effect === 'delete' && item.subject.kind === 'image')
      .flatMap((item) => [imageOf(item) ?? '', ...item.cascade]),
  )
}

/** Images that would be deleted but exist only here, and those of them that wait for being accepted. */
export function onlyHere(plan: Plan): { all: string[]; waiting: string[] } {
  const of = (effects: string[]) =>
    plan.items.filter((item) => item.onlyHere && effects.includes(item.effect)).map((item) => imageOf(item) ?? '')
  return { all: [...new Set(of(['delete', 'onlyHere']))], waiting: [...new Set(of(['onlyHere']))] }
}

/** How many of each a plan takes away. */
export function counts(plan: Plan) {
  const going = (kind: PlanSubject['kind'], effect: PlanItem['effect']) =>
    plan.items.filter((item) => item.subject.kind === kind && item.effect === effect)
  const containers = going('container', 'delete')
  const deleted = deletedImages(plan)
  return {
    containers: containers.length,
    running: containers.filter(({ subject }) => subject.kind === 'container' && subject.running).length,
    images: deleted.size,
    // Other names of an image are removed before its last.
    names: going('image', 'untag').filter((item) => !deleted.has(imageOf(item) ?? '')).length,
    volumes: going('volume', 'delete').length,
    buildCache: going('buildCache', 'delete').length,
  }
}

export interface PlanChange {
  kind: 'appeared' | 'vanished' | 'effect' | 'bytes'
  subject: PlanSubject
}

/** What is otherwise in a plan for the same choice than it was before. */
export function changes(before: Plan, after: Plan): PlanChange[] {
  const was = new Map(before.items.map((item) => [keyOf(item.subject), item]))
  const is = new Set(after.items.map((item) => keyOf(item.subject)))
  const found = after.items.flatMap((item): PlanChange[] => {
    const old = was.get(keyOf(item.subject))
    if (!old) return [{ kind: 'appeared', subject: item.subject }]
    if (old.effect !== item.effect)
      return [{ kind: item.effect === 'missing' ? 'vanished' : 'effect', subject: item.subject }]
    const same = old.freed.least === item.freed.least && old.freed.most === item.freed.most
    return same ? [] : [{ kind: 'bytes', subject: item.subject }]
  })
  const vanished = before.items.filter((item) => !is.has(keyOf(item.subject)))
  return [...found, ...vanished.map(({ subject }): PlanChange => ({ kind: 'vanished', subject }))]
}

/** The layers that go, as places in the forest; none while the plan counts in another forest than the one shown. */
export function freedLayers(plan: Plan, forest: LayerForest): ReadonlySet<number> {
  return new Set(plan.forest === forest.revision ? plan.layers : [])
}
