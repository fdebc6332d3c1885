import { expect, test } from 'vitest'

import { anImage, digest } from '../../testing/fake'
import { pinsFor } from './pins'

test('an image is pinned by its names and their repositories', () => {
  const tagged = anImage({ tags: ['localhost:5000/web:1', 'web:1', 'web:2'], digests: [`web@${digest('9')}`] })
  expect(pinsFor(tagged), 'each once, and no digest beside tags').toEqual([
    'localhost:5000/web:1',
    'localhost:5000/web',
    'web:1',
    'web',
    'web:2',
  ])
  const byDigest = `localhost:5000/web@${digest('9')}`
  expect(pinsFor(anImage({ tags: [], digests: [byDigest] })), 'a digest where there is no tag').toEqual([
    byDigest,
    'localhost:5000/web',
  ])
  expect(pinsFor(anImage({ tags: [], digests: [] })), 'nothing can pin what has no name').toEqual([])
})
