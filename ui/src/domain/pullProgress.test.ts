import { expect, test } from 'vitest'

import type { LayerProgress } from '../engine/gen/progress'
import { counts, shares } from './pullProgress'

function layer(over: Partial<LayerProgress>): LayerProgress {
  return {
    id: '2e6e20c8e2e6',
    colourKey: '2e6e20c8e2e6',
    state: 'pending',
    downloaded: 0,
    downloadTotal: null,
    extracted: 0,
    extractTotal: null,
    retryIn: null,
    retries: 0,
    ...over,
  }
}

test.each<[string, Partial<LayerProgress>, number, number]>([
  ['waits', { state: 'waiting' }, 0, 0],
  ['is half fetched', { state: 'downloading', downloaded: 50, downloadTotal: 100 }, 0.5, 0],
  ['is fetched from who knows how much', { state: 'downloading', downloaded: 50 }, 0, 0],
  ['claims more than all', { state: 'downloading', downloaded: 150, downloadTotal: 100 }, 1, 0],
  ['is fetched, though the last figure was skipped', { state: 'downloaded', downloaded: 90, downloadTotal: 100 }, 1, 0],
  ['is half unpacked', { state: 'extracting', extracted: 20, extractTotal: 40 }, 1, 0.5],
  ['is done, though the last figure was skipped', { state: 'complete', extracted: 30, extractTotal: 40 }, 1, 1],
  ['was here', { state: 'exists' }, 1, 1],
])('a layer that %s', (_, over, downloaded, extracted) => {
  expect(shares(layer(over)), 'its two halves').toEqual({ downloaded, extracted })
})

test('layers are counted by where they came from', () => {
  const layers = (['exists', 'complete', 'extracting'] as const).map((state) => layer({ state }))
  expect(counts(layers), 'done, of those here before, and all').toEqual({ done: 2, here: 1, total: 3 })
})
