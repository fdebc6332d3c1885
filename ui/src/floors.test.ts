/**
 * What ESLint cannot hold of the floors (see `eslint.config.js`): neither files nor folders import each other in a ring.
 * Types count, too. Tests do not: nothing imports them.
 */
import { dirname, join } from 'node:path/posix'

import { expect, test } from 'vitest'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

const sources = import.meta.glob<string>(['./**/*.{ts,svelte}', '!./**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const paths = new Map(Object.keys(sources).map((key) => [key.replace(/\.ts$/, ''), key]))

/** The files of src that one imports, statically or not, or re-exports from. */
function importsOf(file: string): string[] {
  const specifiers = (sources[file] ?? '').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g)
  return [...specifiers].flatMap(([, to = '']) => paths.get(`./${join(dirname(file), to)}`) ?? [])
}

const files: Graph = new Map(Object.keys(sources).map((file) => [file, new Set(importsOf(file))]))

const folders: Graph = [...files].reduce((graph, [file, imports]) => {
  const folder = dirname(file)
  const others = [...imports].map((one) => dirname(one)).filter((one) => one !== folder)
  return graph.set(folder, new Set([...(graph.get(folder) ?? []), ...others]))
}, new Map<string, ReadonlySet<string>>())

/** The nodes of a graph that are in a ring, or only reachable from one or only lead to one; empty where there is none. */
function ring(graph: Graph): string[] {
  const left = new Map(graph)
  for (;;) {
    const done = [...left].filter(([, to]) => ![...to].some((one) => left.has(one))).map(([node]) => node)
    if (done.length === 0) break
    for (const node of done) left.delete(node)
  }
  // What only leads into a ring is no part of it.
  for (;;) {
    const targets = new Set([...left.values()].flatMap((to) => [...to]))
    const loose = [...left.keys()].filter((node) => !targets.has(node))
    if (loose.length === 0) return [...left.keys()].sort()
    for (const node of loose) left.delete(node)
  }
}

test('imports are read', () => {
  expect(files.get('./main.ts'), 'the page begins with its shell and its engine').toEqual(
    new Set(['./shell/App.svelte', './engine/tauri.ts']),
  )
})

test('no files import each other in a ring', () => {
  expect(ring(files), 'files in a ring').toEqual([])
})

test('no folders import each other in a ring', () => {
  expect(ring(folders), 'folders in a ring').toEqual([])
})
