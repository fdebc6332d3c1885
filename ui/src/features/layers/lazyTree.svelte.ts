/** A tree of files that is fetched as it is opened, folder by folder and page by page. */
import { asFailure, type Engine, type Failure } from '../../engine/engine'
import type { LayerNode, LayerOrder, LayerView } from '../../engine/gen/layers'

/** How many of a folder's paths are fetched at a time. */
export const pageSize = 500

/** A line of the tree: a path, or what is still to be fetched of a folder. */
export type Row =
  | { kind: 'node'; node: LayerNode; depth: number; open: boolean }
  | { kind: 'more'; folder: number; left: number; depth: number }

interface Folder {
  readonly nodes: readonly LayerNode[]
  readonly total: number
}

/** The lines that are seen: folders that are open with what was fetched of them. */
export function rowsOf(fetched: ReadonlyMap<number, Folder>, open: ReadonlySet<number>): Row[] {
  const rows: Row[] = []
  const add = (id: number, depth: number) => {
    const folder = fetched.get(id)
    for (const node of folder?.nodes ?? []) {
      const isOpen = open.has(node.id)
      rows.push({ kind: 'node', node, depth, open: isOpen })
      if (isOpen) add(node.id, depth + 1)
    }
    const left = folder ? folder.total - folder.nodes.length : 0
    if (left > 0) rows.push({ kind: 'more', folder: id, left, depth })
  }
  add(0, 0)
  return rows
}

export class LazyTree {
  #fetched: ReadonlyMap<number, Folder> = $state.raw(new Map())
  #open: ReadonlySet<number> = $state.raw(new Set())
  /** Why a folder could not be fetched. */
  failure: Failure | null = $state.raw(null)
  readonly rows = $derived(rowsOf(this.#fetched, this.#open))
  readonly #engine: Engine
  readonly #view: LayerView
  readonly #order: LayerOrder

  constructor(engine: Engine, view: LayerView, order: LayerOrder) {
    this.#engine = engine
    this.#view = view
    this.#order = order
    void this.fetch(0)
  }

  get loaded(): boolean {
    return this.#fetched.has(0)
  }

  /** Fetches the next page of a folder. */
  async fetch(folder: number): Promise<void> {
    const before = this.#fetched.get(folder)?.nodes ?? []
    const page = { offset: before.length, limit: pageSize }
    try {
      const answer = await this.#engine.layerChildren(this.#view, folder, this.#order, page)
      // The same page may have been asked for twice.
      if ((this.#fetched.get(folder)?.nodes ?? []).length !== before.length) return
      const all = { nodes: [...before, ...answer.nodes], total: answer.total }
      this.#fetched = new Map(this.#fetched).set(folder, all)
      this.failure = null
    } catch (thrown) {
      this.failure = asFailure(thrown)
    }
  }

  async open(folder: number): Promise<void> {
    this.#open = new Set(this.#open).add(folder)
    if (!this.#fetched.has(folder)) await this.fetch(folder)
  }

  close(folder: number): void {
    const open = new Set(this.#open)
    open.delete(folder)
    this.#open = open
  }

  toggle(folder: number): void {
    if (this.#open.has(folder)) this.close(folder)
    else void this.open(folder)
  }

  /** Opens all folders on the way to a path, and gives the line it stands in. */
  async reveal(id: number): Promise<number> {
    try {
      const path = await this.#engine.layerAncestors(this.#view, id)
      for (const [index, folder] of path.slice(0, -1).entries()) {
        if (folder.id !== 0) await this.open(folder.id)
        const next = path[index + 1]?.id
        while (!this.#has(folder.id, next) && this.#hasMore(folder.id)) await this.fetch(folder.id)
        if (this.failure) break
      }
    } catch (thrown) {
      this.failure = asFailure(thrown)
    }
    return this.rows.findIndex((row) => row.kind === 'node' && row.node.id === id)
  }

  #has(folder: number, id: number | undefined): boolean {
    return this.#fetched.get(folder)?.nodes.some((node) => node.id === id) ?? false
  }

  #hasMore(folder: number): boolean {
    const fetched = this.#fetched.get(folder)
    return this.failure === null && (fetched === undefined || fetched.nodes.length < fetched.total)
  }
}
