/** Figures as Docker prints them, in the reader's language. */
import { language, t } from './index.svelte'

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB']

/**
 * Bytes as `docker images` prints them: go-units' `HumanSizeWithPrecision(size, 3)`, so `188MB`, `1.24kB`, `0B`. Where
 * that would print `1e+03MB`, the next unit is taken.
 */
export function bytes(size: number): string {
  let value = size
  let unit = 0
  while (Number(value.toPrecision(3)) >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${Number(value.toPrecision(3))}${units[unit]}`
}

/** Bytes per second. */
export function speed(perSecond: number): string {
  return `${bytes(perSecond)}/s`
}

/** A short span, measured in milliseconds: `< 1 ms`, `42 ms`, `1.3 s`. */
export function milliseconds(span: number): string {
  if (span < 1) return '< 1 ms'
  return span < 1000 ? `${span} ms` : `${(span / 1000).toFixed(1)} s`
}

/** The first 12 digits, as Docker shortens IDs and digests. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12)
}

const minute = 60
const hour = 60 * minute

/** A span as go-units' `HumanDuration` says it: "About an hour", "5 weeks". */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds)
  if (whole < 1) return t('duration-instant')
  if (whole < minute) return t('duration-seconds', { count: whole })
  const minutes = Math.floor(seconds / minute)
  if (minutes < 60) return t('duration-minutes', { count: minutes })
  const hours = Math.floor(seconds / hour + 0.5)
  if (hours < 48) return t('duration-hours', { count: hours })
  if (hours < 24 * 7 * 2) return t('duration-days', { count: Math.floor(hours / 24) })
  if (hours < 24 * 30 * 2) return t('duration-weeks', { count: Math.floor(hours / 24 / 7) })
  if (hours < 24 * 365 * 2) return t('duration-months', { count: Math.floor(hours / 24 / 30) })
  return t('duration-years', { count: Math.floor(seconds / hour / 24 / 365) })
}

/** The same within a sentence. */
export function durationWithin(seconds: number): string {
  const words = duration(seconds)
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** Whether an instant is one: images without a date have that of 1970, or Go's zero, in the year 1. */
export function hasDate(instant: number): boolean {
  return instant > 0
}

/** How long ago `instant` was at `now`, both in seconds since 1970. */
export function age(instant: number, now: number): string {
  return !hasDate(instant) ? t('age-unknown') : t('age', { duration: duration(Math.max(0, now - instant)) })
}

const dates = new Map<string, Intl.DateTimeFormat>()

/** An instant in full, in the reader's own zone. */
export function date(instant: number, language: string): string {
  // Making a format takes a browser longer than all else in a row.
  const format = dates.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' })
  dates.set(language, format)
  return hasDate(instant) ? format.format(instant * 1000) : t('age-unknown')
}

const times = new Map<string, Intl.DateTimeFormat>()

/** An instant's time of day, in the reader's own zone. */
export function timeOfDay(instant: number, language: string): string {
  const format = times.get(language) ?? new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  times.set(language, format)
  return format.format(instant * 1000)
}

const lists = new Map<string, Intl.ListFormat>()

/** Names one after the other, with what the reader's language puts between them: `a, b` or `a、b`, never an "and". */
export function listed(names: readonly string[]): string {
  const format = lists.get(language()) ?? new Intl.ListFormat(language(), { type: 'conjunction', style: 'narrow' })
  lists.set(language(), format)
  return format.format(names)
}

/** A short span to wait, exactly: `0:07`, `3:20`, `1:02:03`. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  const pad = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor((left % hour) / minute)
  return left < hour
    ? `${minutes}:${pad(left % minute)}`
    : `${Math.floor(left / hour)}:${pad(minutes)}:${pad(left % minute)}`
}
