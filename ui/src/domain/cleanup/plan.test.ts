import { expect, test } from 'vitest'

import type { PlanSubject } from '../../engine/gen/cleanup'
import { aForest, anItem, aPlan, exactly } from '../../testing/fixtures/cleanup'
import { digest } from '../../testing/fixtures/images'
import { changes, counts, deletedImages, freedLayers, grouped, inSteps, onlyHere, stepPlaces } from './plan'

const container = anItem({ subject: { kind: 'container', id: 'c', name: 'db', running: true } })
const web = anItem({ subject: { kind: 'image', target: 'web:1', id: digest('a') }, cascade: [digest('aa')] })
const untagged = anItem({ subject: { kind: 'image', target: 'app:old', id: digest('b') }, effect: 'untag' })
const kept = anItem({ subject: { kind: 'image', target: 'base:1', id: digest('c') }, effect: 'inUse' })
const lonely = anItem({
  subject: { kind: 'image', target: 'mine:1', id: digest('d') },
  effect: 'onlyHere',
  onlyHere: true,
})
const volume = anItem({ subject: { kind: 'volume', name: 'data' } })

test('items stand in the order in which they are done, what stays at the end', () => {
  const parts = grouped(aPlan([container, web, untagged, kept, lonely, volume]))
  expect(
    parts.map(({ group, items }) => [group, items.length]),
    'containers, images, volumes, then what stays',
  ).toEqual([
    ['container', 1],
    ['image', 2],
    ['volume', 1],
    ['stays', 2],
  ])
})

test('what goes is counted', () => {
  const plan = aPlan([container, web, untagged, kept, lonely, volume])
  expect(counts(plan), 'a parent that goes along counts, a name does not').toEqual({
    containers: 1,
    running: 1,
    images: 2,
    names: 1,
    volumes: 1,
    buildCache: 0,
  })
  const other = anItem({ subject: { kind: 'image', target: 'web:2', id: digest('a') }, effect: 'untag' })
  expect(counts(aPlan([other, web])), 'another name of an image that is deleted').toMatchObject({ images: 2, names: 0 })
  expect([...deletedImages(plan)], 'by ID').toEqual([digest('a'), digest('aa')])
  expect(onlyHere(plan), 'those that wait for being accepted').toEqual({ all: [digest('d')], waiting: [digest('d')] })
})

test('a plan tells what is otherwise than before', () => {
  const before = aPlan([web, kept, volume])
  const after = aPlan([
    { ...web, freed: exactly(5) },
    { ...kept, effect: 'delete' },
    { ...volume, effect: 'missing' },
    container,
  ])
  expect(
    changes(before, after).map((change) => change.kind),
    'bytes, effect, gone, new',
  ).toEqual(['bytes', 'effect', 'vanished', 'appeared'])
  expect(changes(before, before), 'nothing').toEqual([])
  expect(changes(before, aPlan([web, kept])), 'an item that is no longer there').toEqual([
    { kind: 'vanished', subject: volume.subject },
  ])
})

test('layers light up only in the forest that they are counted in', () => {
  const plan = aPlan([web], { forest: 2, layers: [0] })
  expect(freedLayers(plan, aForest([[null, 1]], {}, 2)).has(0), 'the same forest').toBe(true)
  expect(freedLayers(plan, aForest([[null, 1]], {}, 3)).size, 'another one').toBe(0)
})

test('each thing of a plan is found in its steps', () => {
  const places = stepPlaces([
    { kind: 'stopContainer', container: 'web' },
    { kind: 'removeContainer', container: 'web' },
    { kind: 'removeImage', target: 'a:1' },
    { kind: 'removeVolume', volume: 'data' },
    { kind: 'pruneBuildCache' },
  ])
  const of = (subject: PlanSubject) => places.get(inSteps(subject))
  expect(of({ kind: 'container', id: 'c0ffee', name: 'web', running: true }), 'stopped, then removed').toEqual([0, 1])
  expect(of({ kind: 'image', target: 'a:1', id: 'sha256:1' }), 'by its name').toEqual([2])
  expect(of({ kind: 'volume', name: 'data' }), 'a volume').toEqual([3])
  expect(of({ kind: 'buildCache' }), 'the build cache').toEqual([4])
  expect(of({ kind: 'image', target: 'a:2', id: 'sha256:1' }), 'what stays has no step').toBeUndefined()
})
