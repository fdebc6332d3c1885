import { beforeEach, expect, test } from 'vitest'

import { FakeEngine } from '../testing/fakeEngine'
import { aFailure } from '../testing/fixtures/failures'
import { choose, keep, loadSettings, settings } from './preferences.svelte'

let engine: FakeEngine
beforeEach(() => {
  engine = new FakeEngine()
})

test('settings that could not be read when the window opened are read again before a change is saved', async () => {
  const saved = { ...engine.chosen, pins: ['ubuntu'] }
  engine.chosen = saved
  engine.failures.set('settings', aFailure('settingsUnreadable', { path: '/settings.json' }))
  expect((await loadSettings(engine))?.code, 'why they cannot be read').toBe('settingsUnreadable')
  expect((await choose(engine, { theme: 'dark' }))?.code, 'nothing is saved meanwhile').toBe('settingsUnreadable')
  expect(engine.asked('saveSettings'), 'the pins are not overwritten').toEqual([])

  engine.failures.delete('settings')
  expect(await choose(engine, { theme: 'light' }), 'saved').toBeNull()
  expect(engine.asked('saveSettings')).toEqual([[{ ...saved, theme: 'light' }]])
  expect(settings().pins, 'the pins are known').toEqual(['ubuntu'])
})

test('after a damaged file, changes are saved on top of the defaults', async () => {
  engine.failures.set('settings', aFailure('settingsDamaged', { path: '/settings.json.damaged' }))
  expect((await loadSettings(engine))?.code).toBe('settingsDamaged')
  expect(await choose(engine, { theme: 'dark' }), 'saved').toBeNull()
})

test('changes are saved one after the other, each with those before', async () => {
  await loadSettings(engine)
  const results = [choose(engine, { longFlags: true }), keep(engine, { pins: ['web'] })]
  expect(await Promise.all(results), 'both saved').toEqual([null, null])
  const last = engine.asked('saveSettings').at(-1)
  expect(last, 'the last save has both').toEqual([{ ...settings(), longFlags: true, pins: ['web'] }])
})
