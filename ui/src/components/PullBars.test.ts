import { render, screen } from '@testing-library/svelte'
import { beforeEach, expect, test } from 'vitest'

import type { JobState, LayerProgress, LayerState, PullProgress } from '../engine/gen/progress'
import { setLanguage } from '../messages/index.svelte'
import PullBars from './PullBars.svelte'

beforeEach(() => setLanguage('en'))

function layer(id: string, state: LayerState, retries = 0): LayerProgress {
  return {
    id,
    colourKey: id,
    state,
    downloaded: 0,
    downloadTotal: null,
    extracted: 0,
    extractTotal: null,
    retryIn: state === 'retrying' ? 1 : null,
    retries,
  }
}

function show(state: JobState, layers: LayerProgress[]) {
  const progress: PullProgress = {
    layers,
    percent: state === 'done' ? 100 : null,
    speed: null,
    secondsLeft: null,
    digest: null,
    status: null,
  }
  render(PullBars, { progress, state })
}

test('a pull without layers contacts the registry only until it ends', () => {
  show('running', [])
  expect(screen.getByTestId('pull-overall')).toHaveTextContent('Contacting the registry…')
})

test.each([
  ['done', 'Nothing to download 100%'],
  ['failed', ''],
] as const)('a pull without layers that is %s says %j', (state, text) => {
  show(state, [])
  expect(screen.getByTestId('pull-overall').textContent.replace(/\s+/g, ' ').trim()).toBe(text)
})

test('after a failure no layer is still to be retried', () => {
  const layers = [layer('a', 'retrying', 2), layer('b', 'complete'), layer('c', 'exists'), layer('d', 'waiting')]
  show('failed', layers)
  const texts = screen.getAllByTestId('pull-layer').map((row) => row.textContent.replace(/\s+/g, ' ').trim())
  expect(texts).toEqual(['a Not finished · 2 retries', 'b Complete', 'c Already exists', 'd Not finished'])
})

test('while it runs, a layer counts down', () => {
  show('running', [layer('a', 'retrying', 1)])
  expect(screen.getByTestId('pull-layer')).toHaveTextContent('Retrying in 1 s · 1 retry')
})
