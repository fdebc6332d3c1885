import { expect, test } from 'vitest'

import { aContainer } from '../../testing/fixtures/containers'
import { aJob } from '../../testing/fixtures/jobs'
import { busyContainers, tableRows } from './containerRows'

const web = aContainer({ id: 'a', name: 'web', image: 'nginx', created: 3, labels: { team: 'Blue' } })
const cache = aContainer({ id: 'b', name: 'cache', image: 'redis', state: 'exited', created: 2 })
const db = aContainer({ id: 'c', name: 'db', image: 'postgres', state: 'paused', created: 1 })
const all = [cache, web, db]
const names = (rows: { name: string }[]) => rows.map((row) => row.name)

test('newest first, and the other way round', () => {
  expect(names(tableRows(all, '', false, { column: 'created', descending: true }))).toEqual(['web', 'cache', 'db'])
  expect(names(tableRows(all, '', false, { column: 'created', descending: false }))).toEqual(['db', 'cache', 'web'])
})

test('running only counts paused ones, as docker ps does', () => {
  expect(names(tableRows(all, '', true, { column: 'name', descending: false }))).toEqual(['db', 'web'])
})

test('every word must be found somewhere, in any case', () => {
  expect(names(tableRows(all, 'NGINX blue', false, { column: 'name', descending: false }))).toEqual(['web'])
  expect(names(tableRows(all, 'nginx red', false, { column: 'name', descending: false }))).toEqual([])
})

test('a container is busy while something is being done to it', () => {
  const jobs = new Map([
    [1, aJob({ id: 1, action: { kind: 'stopContainer', container: 'web' } })],
    [2, aJob({ id: 2, action: { kind: 'stopContainer', container: 'cache' }, state: 'done' })],
    [3, aJob({ id: 3, action: { kind: 'exec', container: 'db', command: 'sh', user: '' } })],
    [4, aJob({ id: 4, action: { kind: 'renameContainer', container: 'blog', name: 'news' } })],
  ])
  expect([...busyContainers(jobs)], 'ended work and consoles do not count').toEqual(['blog', 'web'])
})
