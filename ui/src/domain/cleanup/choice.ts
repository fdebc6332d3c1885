/** What is ticked for clean-up, as plain data: every change of it is a new choice. */
import type { CleanupChoice, Plan, PlanSubject } from '../../engine/gen/cleanup'
import type { Image } from '../../engine/gen/image'
import type { CleanupResult } from '../../engine/gen/progress'

export type Extent = 'all' | 'some' | 'none'

export const nothing: CleanupChoice = { images: [], onlyHere: [], containers: [], volumes: [], buildCache: false }

export function isNothing({ images, containers, volumes, buildCache }: CleanupChoice): boolean {
  return images.length === 0 && containers.length === 0 && volumes.length === 0 && !buildCache
}

/** What removes an image by hand: each of its names, or its ID when it has none. */
export function targetsOf(image: Image): string[] {
  return image.tags.length > 0 ? image.tags : [image.id]
}

/** A part of a choice that is about these images. */
export function ofImages(images: Iterable<Image>): CleanupChoice {
  return { ...nothing, images: [...images].flatMap(targetsOf) }
}

/** The part of a choice that an item of the plan is about. */
export function ofSubject(subject: PlanSubject): CleanupChoice {
  switch (subject.kind) {
    case 'container':
      return { ...nothing, containers: [subject.id] }
    case 'image':
      return { ...nothing, images: [subject.target] }
    case 'volume':
      return { ...nothing, volumes: [subject.name] }
    case 'buildCache':
      return { ...nothing, buildCache: true }
  }
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])]
}

function difference(one: readonly string[], other: readonly string[]): string[] {
  const left = new Set(other)
  return one.filter((item) => !left.has(item))
}

export function added(choice: CleanupChoice, part: CleanupChoice): CleanupChoice {
  return {
    images: union(choice.images, part.images),
    onlyHere: union(choice.onlyHere, part.onlyHere),
    containers: union(choice.containers, part.containers),
    volumes: union(choice.volumes, part.volumes),
    buildCache: choice.buildCache || part.buildCache,
  }
}

export function without(choice: CleanupChoice, part: CleanupChoice): CleanupChoice {
  return {
    images: difference(choice.images, part.images),
    onlyHere: difference(choice.onlyHere, part.onlyHere),
    containers: difference(choice.containers, part.containers),
    volumes: difference(choice.volumes, part.volumes),
    buildCache: choice.buildCache && !part.buildCache,
  }
}

/** How much of a part is chosen. */
export function extent(choice: CleanupChoice, part: CleanupChoice): Extent {
  const chosen = {
    images: new Set(choice.images),
    containers: new Set(choice.containers),
    volumes: new Set(choice.volumes),
  }
  const each = [
    ...part.images.map((target) => chosen.images.has(target)),
    ...part.containers.map((id) => chosen.containers.has(id)),
    ...part.volumes.map((name) => chosen.volumes.has(name)),
    ...(part.buildCache ? [choice.buildCache] : []),
  ]
  if (!each.includes(true)) return 'none'
  return each.includes(false) ? 'some' : 'all'
}

/** All of a part, unless all of it was chosen already. */
export function toggled(choice: CleanupChoice, part: CleanupChoice): CleanupChoice {
  return extent(choice, part) === 'all' ? without(choice, part) : added(choice, part)
}

/**
 * That an image exists only here is accepted for as long as the image is chosen: whoever takes it out and puts it back
 * is asked again.
 */
export function tidied(choice: CleanupChoice, images: ReadonlyMap<string, Image>): CleanupChoice {
  if (choice.onlyHere.length === 0) return choice
  const chosen = new Set(choice.images)
  const isChosen = (id: string) => chosen.has(id) || images.get(id)?.tags.some((tag) => chosen.has(tag))
  return { ...choice, onlyHere: choice.onlyHere.filter(isChosen) }
}

/** What is left to do after a clean-up: what failed or was not come to stays ticked. */
export function afterwards(choice: CleanupChoice, plan: Plan, results: readonly CleanupResult[]): CleanupChoice {
  const done = results.filter((result) => result.state === 'done').map((result) => result.step)
  const names = new Map(
    plan.items.flatMap(({ subject }) => (subject.kind === 'container' ? [[subject.name, subject.id] as const] : [])),
  )
  return done.reduce<CleanupChoice>((left, step) => {
    switch (step.kind) {
      case 'stopContainer':
        return left
      case 'removeContainer':
        return without(left, { ...nothing, containers: [names.get(step.container) ?? step.container] })
      case 'removeImage':
        return without(left, { ...nothing, images: [step.target] })
      case 'removeVolume':
        return without(left, { ...nothing, volumes: [step.volume] })
      case 'pruneBuildCache':
        return { ...left, buildCache: false }
    }
  }, choice)
}
