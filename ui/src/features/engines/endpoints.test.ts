import { expect, test } from 'vitest'

import { anEndpoint } from '../../testing/fake'
import { sameEndpoint } from './endpoints'

test('a place is known by its address and how it was found', () => {
  expect(sameEndpoint(anEndpoint(), anEndpoint()), 'the same').toBe(true)
  expect(sameEndpoint(anEndpoint(), anEndpoint({ source: 'context', name: 'default' })), 'found otherwise').toBe(false)
})
