import { expect, test } from 'vitest'

import { anItem, aPlan, aResult } from '../../testing/cleanup'
import { aContainer, anImage, digest } from '../../testing/fake'
import { added, afterwards, extent, isNothing, nothing, ofImages, tidied, toggled, without } from './choice'

const web = anImage({ id: digest('a'), tags: ['web:1', 'web:latest'] })
const nameless = anImage({ id: digest('b'), tags: [], kind: 'dangling' })
const images = new Map([web, nameless].map((image) => [image.id, image]))

test('an image is chosen by all its names, or by its ID', () => {
  expect(ofImages([web, nameless]).images, 'as a removal takes them').toEqual(['web:1', 'web:latest', nameless.id])
})

test('a part is all, some or none of it chosen', () => {
  const part = ofImages([web, nameless])
  expect(extent(nothing, part), 'nothing yet').toBe('none')
  expect(extent({ ...nothing, images: ['web:1'] }, part), 'one name').toBe('some')
  expect(extent(added(nothing, part), part), 'added').toBe('all')
  expect(extent({ ...nothing, buildCache: true }, { ...nothing, buildCache: true }), 'the build cache').toBe('all')
})

test('ticking adds what is missing, then takes all of it away', () => {
  const part = { ...ofImages([web]), containers: ['c'], volumes: ['v'], buildCache: true }
  const once = toggled({ ...nothing, images: ['web:1'] }, part)
  expect(once, 'nothing twice').toEqual({ ...part, images: ['web:1', 'web:latest'] })
  expect(isNothing(toggled(once, part)), 'all of it gone').toBe(true)
  expect(without(once, { ...nothing, images: ['web:1'] }).images, 'the rest stays').toEqual(['web:latest'])
})

test('an acceptance goes with the image that it was for', () => {
  const accepted = { ...ofImages([web, nameless]), onlyHere: [web.id, nameless.id] }
  expect(tidied(accepted, images).onlyHere, 'both are chosen').toEqual([web.id, nameless.id])
  const left = without(accepted, ofImages([web]))
  expect(tidied(left, images).onlyHere, 'who puts it back is asked again').toEqual([nameless.id])
})

test('after the work only what is not done stays ticked', () => {
  const container = aContainer({ id: 'c1', name: 'db' })
  const plan = aPlan([
    anItem({ subject: { kind: 'container', id: container.id, name: container.name, running: false } }),
  ])
  const choice = {
    images: ['web:1', 'web:latest'],
    onlyHere: [],
    containers: [container.id],
    volumes: ['v'],
    buildCache: true,
  }
  const left = afterwards(choice, plan, [
    aResult({ kind: 'removeContainer', container: 'db' }),
    aResult({ kind: 'removeImage', target: 'web:1' }),
    aResult({ kind: 'removeImage', target: 'web:latest' }, 'failed'),
    aResult({ kind: 'removeVolume', volume: 'v' }, 'cancelled'),
    aResult({ kind: 'pruneBuildCache' }),
  ])
  expect(left, 'what failed or was not come to').toEqual({
    images: ['web:latest'],
    onlyHere: [],
    containers: [],
    volumes: ['v'],
    buildCache: false,
  })
})
