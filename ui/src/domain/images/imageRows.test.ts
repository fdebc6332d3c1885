import { expect, test } from 'vitest'

import type { Image } from '../../engine/gen/image'
import { aContainer, anImage, digest } from '../../testing/fake'
import { bracket, danglingImages, filtered, rowsOf, sorted, splitReference, type Filter } from './imageRows'
import { parseQuery, vocabularyOf } from './query/query'

const web = anImage({
  id: digest('aaa'),
  tags: ['web:1.0', 'web:latest'],
  created: 300,
  size: 30,
  labels: { team: 'Blue' },
})
const ubuntu = anImage({ id: digest('bbb'), tags: ['ubuntu:14.04'], created: 100, size: 10 })
const dangling = anImage({ id: digest('ccc'), tags: [], kind: 'dangling', created: 200, size: 20 })
const replaced = anImage({
  id: digest('ddd'),
  tags: [],
  kind: 'dangling',
  digests: [`nginx@${digest('123')}`],
  created: 150,
  size: 15,
})
const intermediate = anImage({ id: digest('eee'), tags: [], kind: 'intermediate', created: 50, size: 5 })
const child = anImage({ id: digest('fff'), tags: ['app:2', 'app:10'], parent: intermediate.id, created: 60, size: 6 })

const images = new Map(
  [web, ubuntu, dangling, replaced, intermediate, child].map((image): [string, Image] => [image.id, image]),
)
const users = new Map([[web.id, [aContainer({ name: 'zeta' }), aContainer({ name: 'alpha' })]]])
const rows = rowsOf(images, users)
const usual: Filter = { text: '', intermediate: false, danglingOnly: false }
const now = 1000

function shown(filter: Partial<Filter>) {
  const { text, ...kinds } = { ...usual, ...filter }
  return filtered(rows, kinds, parseQuery(text, vocabularyOf(rows)), now)
}

function names(list: readonly { target: string }[]): string[] {
  return list.map((row) => row.target)
}

test.each([
  ['ubuntu:14.04', 'ubuntu', '14.04'],
  ['localhost:5000/team/app:1', 'localhost:5000/team/app', '1'],
  ['localhost:5000/team/app', 'localhost:5000/team/app', '<none>'],
])('%s is %s and %s', (reference, repository, tag) => {
  expect(splitReference(reference), 'a port is no tag').toEqual([repository, tag])
})

test('there is a row for each name, and one for an image without', () => {
  expect(names(rows), 'as docker images -a prints').toEqual([
    'web:1.0',
    'web:latest',
    'ubuntu:14.04',
    dangling.id,
    replaced.id,
    intermediate.id,
    'app:2',
    'app:10',
  ])
  const nameless = rows.find((row) => row.target === replaced.id)
  expect([nameless?.repository, nameless?.tag], 'a digest still tells the repository').toEqual(['nginx', '<none>'])
  expect(rows.find((row) => row.target === intermediate.id)?.children, 'who is built on it').toBe(1)
  expect(
    rows[0]?.users.map((user) => user.name),
    'who uses it, by name',
  ).toEqual(['alpha', 'zeta'])
})

test.each<[string, Partial<Filter>, string[]]>([
  [
    'intermediate images are hidden',
    {},
    ['web:1.0', 'web:latest', 'ubuntu:14.04', dangling.id, replaced.id, 'app:2', 'app:10'],
  ],
  ['dangling only', { danglingOnly: true }, [dangling.id, replaced.id]],
  ['part of a name', { text: 'BUNT' }, ['ubuntu:14.04']],
  ['a whole reference', { text: 'web:1.0' }, ['web:1.0']],
  ['an ID without its prefix', { text: 'ccc0' }, [dangling.id]],
  ['a container', { text: 'alpha' }, ['web:1.0', 'web:latest']],
  ['a label', { text: 'team=blue' }, ['web:1.0', 'web:latest']],
  ['a digest', { text: 'sha256:1230' }, [replaced.id]],
  ['nothing', { text: 'no such' }, []],
  ['terms and words together', { text: 'tag:latest web' }, ['web:latest']],
  ['intermediate images when they are asked for', { text: 'intermediate:true' }, [intermediate.id]],
  ['no other kind than the box says', { text: 'repo:nginx', danglingOnly: true }, [replaced.id]],
])('the filter finds %s', (_, filter, expected) => {
  expect(names(shown(filter)), 'and only that').toEqual(expected)
})

test('rows are sorted by each column, both ways, and the names of one image stay together', () => {
  const order = (column: Parameters<typeof sorted>[1]['column'], descending: boolean) =>
    names(sorted(shown({}), { column, descending })).filter((name) => !name.startsWith('sha256:'))
  expect(order('created', true), 'newest first').toEqual(['web:1.0', 'web:latest', 'ubuntu:14.04', 'app:10', 'app:2'])
  expect(order('size', false), 'smallest first').toEqual(['app:10', 'app:2', 'ubuntu:14.04', 'web:1.0', 'web:latest'])
  expect(order('repository', false), 'by name, and numbers as numbers').toEqual([
    'app:2',
    'app:10',
    'ubuntu:14.04',
    'web:1.0',
    'web:latest',
  ])
  expect(order('tag', false), 'by tag').toEqual(['web:1.0', 'app:2', 'app:10', 'ubuntu:14.04', 'web:latest'])
  expect(order('id', true), 'by ID').toEqual(['app:10', 'app:2', 'ubuntu:14.04', 'web:1.0', 'web:latest'])
  expect(order('used', true).slice(0, 2), 'the most used first').toEqual(['web:1.0', 'web:latest'])
})

test('neighbours of one image are bracketed', () => {
  const list = sorted(rows, { column: 'created', descending: true })
  expect(
    list.slice(0, 3).map((_, index) => bracket(list, index)),
    'two names, then an image with one',
  ).toEqual(['first', 'last', 'alone'])
})

test('dangling images that a digest names are told apart', () => {
  const { nameless, byDigest } = danglingImages(images)
  expect(nameless, 'nothing leads to it').toEqual([dangling])
  expect(byDigest, 'a digest does').toEqual([replaced])
})
