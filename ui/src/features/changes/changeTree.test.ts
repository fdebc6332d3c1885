import { describe, expect, test } from 'vitest'

import type { Change } from '../../engine/gen/change'
import { buildTree, countKinds, fold, visibleRows } from './changeTree'

function change(path: string, kind: Change['kind'], noise: Change['noise'] = null): Change {
  return { path, decoded: null, kind, noise }
}

const changes = [
  change('/etc', 'changed', 'parent'),
  change('/etc/hosts', 'changed', 'engine'),
  change('/usr/share/nginx/html/a.html', 'added'),
  change('/usr/share/nginx/html/index.html', 'changed'),
  change('/var/log/old', 'deleted'),
]

describe('fold', () => {
  test('sets aside what has a noise, and loses nothing', () => {
    const { plain, noise } = fold(changes)
    expect(plain.map((c) => c.path)).toEqual([
      '/usr/share/nginx/html/a.html',
      '/usr/share/nginx/html/index.html',
      '/var/log/old',
    ])
    expect(plain.length + noise.length, 'every change is on one side').toBe(changes.length)
  })

  test('counts by kind', () => {
    expect(countKinds(fold(changes).plain)).toEqual({ added: 1, changed: 1, deleted: 1 })
  })
})

describe('buildTree', () => {
  test('joins folders that lead to one folder only', () => {
    const tree = buildTree(fold(changes).plain)
    expect(tree.map((node) => node.name)).toEqual(['usr/share/nginx/html', 'var/log'])
    expect(
      tree[0]?.children.map((node) => node.name),
      'the files keep their own rows',
    ).toEqual(['a.html', 'index.html'])
  })

  test('does not join a folder that has a change of its own', () => {
    const tree = buildTree([change('/srv', 'added'), change('/srv/www', 'added'), change('/srv/www/x', 'added')])
    expect(tree[0]?.name).toBe('srv')
    expect(tree[0]?.change?.kind).toBe('added')
    expect(tree[0]?.children[0]?.name).toBe('www')
  })

  test('puts folders before files', () => {
    const tree = buildTree([change('/a', 'added'), change('/b/c', 'added')])
    expect(tree.map((node) => node.name)).toEqual(['b', 'a'])
  })

  test('keeps names that look like markup or like object members as they are', () => {
    const tree = buildTree([change('/<b>/__proto__', 'added'), change('/<b>/constructor', 'deleted')])
    expect(tree[0]?.children.map((node) => node.name)).toEqual(['__proto__', 'constructor'])
  })
})

describe('names that are not UTF-8', () => {
  // 你好.txt and 世界.txt in GBK.
  const hello = '/root/\u{10f7c4}\u{10f7e3}\u{10f7ba}\u{10f7c3}.txt'
  const world = '/root/\u{10f7ca}\u{10f7c0}\u{10f7bd}\u{10f7e7}.txt'
  const decoded = (path: string, text: string): Change => ({
    ...change(path, 'added'),
    decoded: { text, encoding: 'GBK' },
  })

  test('are shown decoded, each in a row of its own', () => {
    const [folder] = buildTree([decoded(hello, '/root/你好.txt'), decoded(world, '/root/世界.txt')])
    expect(folder?.children.map((node) => [node.path, node.name])).toEqual([
      [world, '世界.txt'],
      [hello, '你好.txt'],
    ])
  })
})

describe('visibleRows', () => {
  test('leaves out what lies in a closed folder', () => {
    const tree = buildTree(fold(changes).plain)
    const rows = visibleRows(tree, new Set(['/usr/share/nginx/html']))
    expect(rows.map((row) => [row.node.path, row.depth, row.open])).toEqual([
      ['/usr/share/nginx/html', 0, false],
      ['/var/log', 0, true],
      ['/var/log/old', 1, false],
    ])
  })
})
