/** The course's words, held against the engine side that tells its steps, hints, questions and what they name. */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { languages, messageIds } from '../../messages/index.svelte'
import { order } from './lessons'

const ids = messageIds('en')
const words = Object.values(
  import.meta.glob<string>('../../messages/*/lessons.ftl', { query: '?raw', import: 'default', eager: true }),
)

/** A lesson's file, with the one that holds the web servers' wrong turns if the lesson runs one. */
function source(lesson: string): string {
  const read = (name: string): string => readFileSync(`../src-tauri/engine/src/lessons/${name}.rs`, 'utf8')
  const own = read(lesson)
  return own.includes('webserver::') ? own + read('webserver') : own
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort()
}

function missing(wanted: string[], pattern: (name: string) => RegExp): string[] {
  return wanted.filter((name) => !ids.some((id) => pattern(name).test(id)))
}

test.each(order)('every step of %s says why and what to do', (lesson) => {
  const steps = found(source(lesson), /(?:Step::new\(\s*|\bpull\(evidence, )"([\w-]+)"/g)
  expect(steps.length, 'the steps that Rust tells').toBeGreaterThan(2)
  const parts = steps.flatMap((step) => ['title', 'why', 'do'].map((part) => `step-${lesson}-${step}-${part}`))
  expect(ids.filter((id) => id.startsWith(`step-${lesson}-`))).toEqual(parts.sort())
})

test.each(order)('every wrong turn in %s has its hint', (lesson) => {
  const replaced = found(source(lesson), /Wrong\("([\w-]+)"\) =>/g)
  const hints = found(source(lesson), /Wrong\("([\w-]+)"\)/g).filter((hint) => !replaced.includes(hint))
  expect(hints.length, 'the wrong turns that Rust tells').toBeGreaterThan(0)
  expect(missing(hints, (hint) => new RegExp(`^hint-${lesson}-\\w[\\w-]*-${hint}$`))).toEqual([])
})

test.each(order)('every question of %s is asked, and answered in words', (lesson) => {
  const asked = found(source(lesson), /evidence\.question\("([\w-]+)"/g)
  expect(asked.length, 'the questions that Rust tells').toBeGreaterThan(1)
  const parts = ['question', 'wrong', 'answer'] as const
  for (const part of parts)
    expect(ids.filter((id) => id.startsWith(`${part}-${lesson}-`))).toEqual(
      asked.map((question) => `${part}-${lesson}-${question}`),
    )
  const lists = [...source(lesson).matchAll(/worded\(("[^)]*)\)/g)].map(([, list = '']) => list).join()
  expect(missing(found(lists, /"([\w-]+)"/g), (choice) => new RegExp(`^choice-${lesson}-.*-${choice}$`))).toEqual([])
})

test.each(order)('the words of %s name only what the engine side tells', (lesson) => {
  const told = found(source(lesson), /\.value\("(\w+)"/g)
  for (const text of words) {
    const lines = text.split('\n').filter((line) => new RegExp(`^\\w+-${lesson}-`).test(line))
    expect(lines.length, 'the words of both languages').toBeGreaterThan(20)
    const named = found(lines.join('\n'), /\{ \$(\w+) \}/g)
    expect(named.filter((name) => !told.includes(name))).toEqual([])
  }
  expect(words).toHaveLength(languages.length)
})
