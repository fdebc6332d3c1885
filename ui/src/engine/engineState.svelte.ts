/**
 * The engine's state, kept current by its updates. Maps are replaced, never mutated, so that every change is reactive.
 */
import type { Console } from './gen/console'
import type { Container } from './gen/container'
import type { EngineStatus } from './gen/engine'
import type { Image } from './gen/image'
import type { Job } from './gen/job'
import type { Course } from './gen/lesson'
import type { PracticeStatus } from './gen/practice'
import type { InventoryPatch, Update } from './gen/update'

export class EngineState {
  status: EngineStatus = $state.raw({ state: 'connecting' })
  /** False until the first listing has arrived. */
  loaded = $state(false)
  revision = 0
  images: ReadonlyMap<string, Image> = $state.raw(new Map())
  containers: ReadonlyMap<string, Container> = $state.raw(new Map())
  /** Oldest first. */
  jobs: ReadonlyMap<number, Job> = $state.raw(new Map())
  consoles: readonly Console[] = $state.raw([])
  course: Course = $state.raw({ lessons: [] })
  practice: PracticeStatus = $state.raw({ state: 'off' })

  /** The connected engine, if any. */
  readonly engine = $derived(this.status.state === 'connected' ? this.status.engine : null)

  /** Containers by the image they were created from. */
  readonly users: ReadonlyMap<string, Container[]> = $derived.by(() => {
    const users = new Map<string, Container[]>()
    for (const container of this.containers.values()) {
      const list = users.get(container.imageId)
      if (list) list.push(container)
      else users.set(container.imageId, [container])
    }
    return users
  })

  apply(update: Update): void {
    switch (update.kind) {
      case 'engine':
        this.status = update.status
        break
      case 'inventory':
        this.revision = update.inventory.revision
        this.loaded = update.inventory.loaded
        this.images = byId(update.inventory.images)
        this.containers = byId(update.inventory.containers)
        break
      case 'patch':
        this.#patch(update.patch)
        break
      case 'jobs':
        this.jobs = byId(update.jobs)
        break
      case 'job':
        this.jobs = new Map(this.jobs).set(update.job.id, update.job)
        break
      case 'consoles':
        this.consoles = update.consoles
        break
      case 'course':
        this.course = update.course
        break
      case 'practice':
        this.practice = update.status
        break
    }
  }

  #patch(patch: InventoryPatch): void {
    this.revision = patch.revision
    this.images = patched(this.images, patch.images, patch.removedImages)
    this.containers = patched(this.containers, patch.containers, patch.removedContainers)
  }
}

function byId<Id, Item extends { id: Id }>(items: Item[]): ReadonlyMap<Id, Item> {
  return new Map(items.map((item) => [item.id, item]))
}

function patched<Item extends { id: string }>(
  before: ReadonlyMap<string, Item>,
  changed: Item[],
  gone: string[],
): ReadonlyMap<string, Item> {
  if (changed.length === 0 && gone.length === 0) return before
  const after = new Map(before)
  for (const id of gone) after.delete(id)
  for (const item of changed) after.set(item.id, item)
  return after
}
