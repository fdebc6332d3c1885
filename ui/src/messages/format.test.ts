import { beforeEach, expect, test } from 'vitest'

import { age, bytes, countdown, date, duration, durationWithin, listed, shortId } from './format'
import { setLanguage } from './index.svelte'

beforeEach(() => setLanguage('en'))

test.each([
  [0, '0B'],
  [999, '999B'],
  [1000, '1kB'],
  [1238, '1.24kB'],
  [187_763_000, '188MB'],
  [72_800_000, '72.8MB'],
  [1_500_000_000, '1.5GB'],
  [999_600_000, '1GB'],
  [2 ** 62, '4.61EB'],
])('%d bytes are %s', (size, text) => {
  expect(bytes(size), 'as docker images prints it').toBe(text)
})

const hour = 3600
const day = 24 * hour

// go-units' own test, duration_test.go, case by case.
test.each([
  [0.45, 'Less than a second'],
  [1, '1 second'],
  [45, '45 seconds'],
  [46, '46 seconds'],
  [59, '59 seconds'],
  [60, 'About a minute'],
  [90, 'About a minute'],
  [3 * 60, '3 minutes'],
  [35 * 60 + 40, '35 minutes'],
  [hour, 'About an hour'],
  [hour + 45 * 60, '2 hours'],
  [3 * hour, '3 hours'],
  [3 * hour + 59 * 60, '4 hours'],
  [25 * hour, '25 hours'],
  [47 * hour, '47 hours'],
  [49 * hour, '2 days'],
  [13 * day, '13 days'],
  [20 * day, '2 weeks'],
  [35 * day, '5 weeks'],
  [75 * day, '2 months'],
  [23 * 30 * day, '23 months'],
  [3 * 365 * day, '3 years'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds), 'as go-units says it').toBe(text)
})

test('within a sentence a span begins small', () => {
  expect(durationWithin(0.45)).toBe('less than a second')
  expect(durationWithin(45)).toBe('45 seconds')
})

test('ages are told in the reader’s language', () => {
  expect(age(1000, 1000 + 35 * day), 'as docker images prints it').toBe('5 weeks ago')
  expect(age(0, 1000), 'an image without a date has no age').toBe('N/A')
  expect(date(0, 'en'), 'nor is it of 1970').toBe('N/A')
  expect(date(-62_135_596_800, 'en'), 'or of the year 1').toBe('N/A')
  expect(age(2000, 1000), 'a clock that runs behind does not make the future').toBe('Less than a second ago')
  setLanguage('zh-CN')
  expect(age(1000, 1000 + hour), 'about an hour').toBe('约 1 小时前')
  expect(age(1000, 1000 + 35 * day), 'weeks').toBe('5 周前')
})

test.each([
  [0, '0:00'],
  [6.2, '0:07'],
  [200, '3:20'],
  [3723, '1:02:03'],
])('%d seconds to wait are %s', (seconds, text) => {
  expect(countdown(seconds), 'exact').toBe(text)
})

test('IDs are shortened as Docker does', () => {
  expect(shortId(`sha256:13b66b487594${'0'.repeat(52)}`), 'without its prefix').toBe('13b66b487594')
  expect(shortId('13b66b487594'), 'a short one stays').toBe('13b66b487594')
})

test('names are listed as each language does it', () => {
  expect(listed(['a', 'b', 'c']), 'in English').toBe('a, b, c')
  setLanguage('zh-CN')
  expect(listed(['a', 'b', 'c']), 'in Chinese').toBe('a、b、c')
})
