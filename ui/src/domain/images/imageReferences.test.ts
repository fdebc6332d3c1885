import { expect, test } from 'vitest'

import { anImage, digest } from '../../testing/fake'
import { findImage, imageNames, offered } from './imageReferences'

const images = [
  anImage({ id: digest('aaaa'), tags: ['nginx:latest', 'registry.lan:5000/nginx:1'] }),
  anImage({ id: digest('bbbb'), tags: ['docker.io/library/redis:7', 'localhost/web:1'] }),
]

test('names are all tags, sorted', () => {
  expect(imageNames(images)[0]).toBe('docker.io/library/redis:7')
  expect(imageNames(images).length).toBe(4)
})

test('at most a hundred names are offered, of those that match', () => {
  const names = Array.from({ length: 3000 }, (_, index) => `app:${index}`)
  expect(offered(names, '').length, 'nothing typed').toBe(100)
  expect(offered(names, ' APP:2999'), 'what is far down is found').toEqual(['app:2999'])
})

test.each([
  ['nginx', 'aaaa', 'a missing tag means latest'],
  ['docker.io/library/nginx', 'aaaa', 'the full name is the same image'],
  ['registry.lan:5000/nginx:1', 'aaaa', 'a port is not a tag'],
  ['redis:7', 'bbbb', 'Podman keeps the full name'],
  ['web:1', 'bbbb', 'Podman puts localhost before'],
  ['bbbb', 'bbbb', 'an ID may be short'],
  ['nginx:2', null, 'another tag is another image'],
  ['', null, 'nothing is no image'],
])('%j means %s: %s', (reference, start, why) => {
  expect(findImage(images, reference)?.id ?? null, why).toBe(start && digest(start))
})
