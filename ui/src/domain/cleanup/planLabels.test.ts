import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { few, range } from './planLabels'

beforeEach(() => setLanguage('en'))

test('bounds that read the same are no range', () => {
  expect(range({ least: 4_520_001, most: 4_520_001 }), 'known to the byte').toBe('4.52MB')
  expect(range({ least: 4_520_001, most: 4_520_400 }), 'near the truth').toBe('about 4.52MB')
  expect(range({ least: 4_520_001, most: 4_520_001 }, ['podman']), 'as Podman counts').toBe('about 4.52MB')
  expect(range({ least: 1_000_000, most: 2_000_000 }), 'a range').toBe('at least 1MB, up to 2MB')
  expect(range({ least: 0, most: 300 }), 'perhaps nothing').toBe('up to 300B')
})

test('of many, a few are named and all are counted', () => {
  expect(few(['a', 'b'], 2), 'as many as fit').toBe('a, b')
  expect(few(['a', 'b', 'c'], 2), 'those that are left').toBe('a, b and 1 more')
  expect(few(['a', 'b'], 2, 200), 'the others need not be named to be counted').toBe('a, b and 198 more')
  setLanguage('zh-CN')
  expect(few(['a', 'b'], 2, 200), 'as Chinese lists').toBe('a、b，以及另外 198 个')
})
