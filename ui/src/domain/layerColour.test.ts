import { expect, test } from 'vitest'

import { layerColour, layerHue } from './layerColour'

test('a layer has one colour, however its digest is written', () => {
  const digest = '2e6e20c8e2e69fc0a1d4a6a1c8b7fa42f2a9a0c8e7ac1b3a1fbd3fbb2e6f0a11'
  expect(layerColour(`sha256:${digest}`), 'with and without its prefix').toBe(layerColour(digest))
  expect(layerColour(digest.slice(0, 12)), 'in full and in 12 digits').toBe(layerColour(digest))
})

test('hues go all the way round', () => {
  expect(layerHue('000000000000'), 'the first').toBe(0)
  expect(layerHue('800000000000'), 'half way').toBe(180)
  expect(layerHue('ffffffffffff'), 'the last').toBe(359)
})

test.each([null, '', 'latest', 'sha256:'])('%j is no digest and has the neutral colour', (digest) => {
  expect(layerColour(digest), 'nothing is invented').toBe('var(--edge)')
})
