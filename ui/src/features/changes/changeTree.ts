/** The paths of `docker diff` as a list and as a tree, with what hardly matters folded away. */
import type { Change, ChangeKind } from '../../engine/gen/change'

export interface Node {
  readonly path: string
  /** The text of the row, decoded: one name, or several joined where folders hold nothing but one folder. */
  readonly name: string
  /** The change of this very path; `null` for a folder that only leads to one. */
  readonly change: Change | null
  readonly children: readonly Node[]
}

export interface TreeRow {
  readonly node: Node
  readonly depth: number
  readonly open: boolean
}

export interface Folded {
  /** The changes that count. */
  readonly plain: readonly Change[]
  /** Those that are folded away. */
  readonly noise: readonly Change[]
}

export function fold(changes: readonly Change[]): Folded {
  return {
    plain: changes.filter((change) => change.noise === null),
    noise: changes.filter((change) => change.noise !== null),
  }
}

export function countKinds(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts: Record<ChangeKind, number> = { added: 0, changed: 0, deleted: 0 }
  for (const change of changes) counts[change.kind]++
  return counts
}

/** A change's path in the encoding that it seems to have. */
export function shownPath(change: Change): string {
  return change.decoded?.text ?? change.path
}

interface Branch {
  path: string
  name: string
  change: Change | null
  children: Map<string, Branch>
}

/** The tree that holds `changes`. */
export function buildTree(changes: readonly Change[]): readonly Node[] {
  const root: Branch = { path: '', name: '', change: null, children: new Map() }
  for (const change of changes) {
    let branch = root
    const texts = shownPath(change).split('/').filter(Boolean)
    for (const [at, name] of change.path.split('/').filter(Boolean).entries()) {
      let child = branch.children.get(name)
      if (!child) {
        child = { path: `${branch.path}/${name}`, name: texts[at] ?? name, change: null, children: new Map() }
        branch.children.set(name, child)
      }
      branch = child
    }
    branch.change = change
  }
  return finish(root)
}

/** Folders first, then by name; a folder that only leads on is joined with the one within it. */
function finish(branch: Branch): readonly Node[] {
  return [...branch.children.values()]
    .map((child): Node => {
      const children = finish(child)
      const only = children[0]
      if (child.change === null && children.length === 1 && only && only.children.length > 0) {
        return { ...only, name: `${child.name}/${only.name}` }
      }
      return { path: child.path, name: child.name, change: child.change, children }
    })
    .sort((a, b) => Number(b.children.length > 0) - Number(a.children.length > 0) || (a.name < b.name ? -1 : 1))
}

/** The rows that are to be seen, in order. */
export function visibleRows(nodes: readonly Node[], closed: ReadonlySet<string>, depth = 0): TreeRow[] {
  return nodes.flatMap((node) => {
    const open = node.children.length > 0 && !closed.has(node.path)
    return [{ node, depth, open }, ...(open ? visibleRows(node.children, closed, depth + 1) : [])]
  })
}
