import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { few } from './planLabels'

beforeEach(() => setLanguage('en'))

test('of many, a few are named and all are counted', () => {
  expect(few(['a', 'b'], 2), 'as many as fit').toBe('a, b')
  expect(few(['a', 'b', 'c'], 2), 'those that are left').toBe('a, b and 1 more')
  expect(few(['a', 'b'], 2, 200), 'the others need not be named to be counted').toBe('a, b and 198 more')
  setLanguage('zh-CN')
  expect(few(['a', 'b'], 2, 200), 'as Chinese lists').toBe('a、b，以及另外 198 个')
})
