import { expect, test } from 'vitest'

import { exposedRanges, rangeText } from './portRanges'

test('ports one after another are one range', () => {
  const many = Array.from({ length: 10_001 }, (_, at) => `${10_000 + at}/udp`)
  const ranges = exposedRanges(['443/tcp', '80/tcp', ...many.reverse(), '81/tcp', '81/tcp'])
  expect(ranges.map(({ from, to, protocol }) => `${rangeText(from, to)}/${protocol}`)).toEqual([
    '80-81/tcp',
    '443/tcp',
    '10000-20000/udp',
  ])
  expect(exposedRanges([])).toEqual([])
})
