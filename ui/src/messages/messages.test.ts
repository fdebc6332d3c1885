import { FluentBundle, FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import commands from '../testing/commands.json'
import { anEndpoint } from '../testing/fixtures/engines'
import { messageValues } from './command'
import { languages, messageIds, messagePattern, setLanguage, systemLanguage, t } from './index.svelte'
import { phraseTerms, terminalLine, terminalTerms } from './terminal'

const files = import.meta.glob<string>('./*/*.ftl', { query: '?raw', import: 'default', eager: true })
const sources = Object.entries(
  import.meta.glob<string>(['../**/*.{svelte,ts}', '!../dev/**', '!../engine/gen/**', '!../**/*.test.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
)
const ids = messageIds('en')

test('both languages say the same things', () => {
  expect(messageIds('zh-CN'), 'a message that one language has and the other lacks').toEqual(ids)
})

test.each(Object.entries(files))('%s is well formed and says nothing twice', (_, text) => {
  const bundle = new FluentBundle('en')
  expect(bundle.addResource(new FluentResource(text)), 'a message that overrides another').toEqual([])
  // The parser leaves out what it does not understand.
  const written = [...text.matchAll(/^([a-zA-Z][\w-]*) *=/gm)].map(([, id]) => id)
  expect([...bundle._messages.keys()].sort(), 'a message that the parser gave up on').toEqual(written.sort())
})

test('no file says what another says already', () => {
  for (const language of languages) {
    const all = Object.entries(files)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .flatMap(([, text]) => [...text.matchAll(/^([a-zA-Z][\w-]*) *=/gm)].map(([, id]) => id))
    expect(
      all.filter((id, index) => all.indexOf(id) !== index),
      `ids that two files of ${language} share`,
    ).toEqual([])
  }
})

test('every error code has its sentence', () => {
  const codes = enumValues('ErrorCode')
  expect(codes.length, 'the codes that Rust wrote').toBeGreaterThan(50)
  expect(
    codes.filter((code) => !ids.includes(`error-${code}`)),
    'codes without a sentence',
  ).toEqual([])
  const sentences = ids.filter((id) => id.startsWith('error-')).map((id) => id.replace(/^error-|-next$/g, ''))
  expect(
    sentences.filter((code) => !codes.includes(code)),
    'sentences without a code',
  ).toEqual([])
})

test('every part of a command is explained', () => {
  const commandLine = readFileSync('../src-tauri/engine/src/command_line/render.rs', 'utf8')
  const list = /pub fn terms\(\)[^[]*\[([^\]]*)\]/.exec(commandLine)?.[1] ?? ''
  const terms = [...[...list.matchAll(/"([\w-]+)"/g)].map(([, term]) => term), ...terminalTerms, ...phraseTerms].map(
    (term) => `explain-${term}`,
  )
  expect(terms.length, 'the terms that Rust lists').toBeGreaterThan(20)
  expect(
    ids.filter((id) => id.startsWith('explain-') && !id.startsWith('explain-run-flag-')),
    'explanations, one for each term',
  ).toEqual(terms.sort())
})

/** What Rust says of its samples of every action: each term of a part and of a whole, with the values it gives. */
const terminal = terminalLine(anEndpoint({ tls: { folder: '/certs', verify: true } }))
const meanings = [...commands, terminal].flatMap(({ whole, parts }) => [
  ...parts.map(({ term, values }) => ({ id: `explain-${term}`, values })),
  ...(whole ? [{ id: `does-${whole.term}`, values: whole.values }] : []),
])

test('every action is explained as a whole', () => {
  const explained = new Set(commands.map(({ whole }) => `does-${whole?.term}`))
  const kinds = enumValues('Action').map((kind) => `does-${kind}`)
  expect([...explained].sort(), 'the samples of Rust have each kind').toEqual(kinds.sort())
  expect(
    ids.filter((id) => id.startsWith('does-')),
    'a sentence for each kind of action, and for what makes a terminal ready',
  ).toEqual([...kinds, 'does-export'].sort())
})

test.each(languages)('what a sentence of %s wants to say, Rust has told', (language) => {
  setLanguage(language)
  for (const { id, values } of meanings) {
    const required = variables(messagePattern(language, id))
    expect(
      required.filter((name) => !(name in values)),
      `values that ${id} lacks`,
    ).toEqual([])
    const sentence = t(id, messageValues(values)).trim()
    expect(sentence, `${id} says something`).toMatch(/\S{2}/)
    expect(sentence, `${id} has all that it names`).not.toMatch(/\{\$?\w+\}|\{\?\?\?\}/)
  }
})

/** The variables of a pattern, in each of its variants. */
function variables(pattern: unknown): string[] {
  if (Array.isArray(pattern)) return pattern.flatMap(variables)
  if (typeof pattern !== 'object' || pattern === null) return []
  if ('type' in pattern && pattern.type === 'var' && 'name' in pattern) return [String(pattern.name)]
  return Object.values(pattern).flatMap(variables)
}

test('every other flag of a run is explained', () => {
  const table = readFileSync('../src-tauri/engine/src/flags/table.rs', 'utf8')
  const flags = [...table.matchAll(/\bother\(\s*"([\w-]+)"/g)].map(([, name]) => `explain-run-flag-${name}`)
  expect(flags.length, 'the flags that Rust lists').toBeGreaterThan(80)
  expect(
    ids.filter((id) => id.startsWith('explain-run-flag-')),
    'explanations, one for each flag',
  ).toEqual(flags.sort())
})

test('every remark on a pasted command has its words', () => {
  const kinds = enumValues('RemarkKind').map((kind) => `remark-${kind}`)
  expect(kinds.length, 'the kinds that Rust wrote').toBeGreaterThan(15)
  expect(
    ids.filter((id) => id.startsWith('remark-')),
    'words, some for each kind',
  ).toEqual(kinds.sort())
})

test('every instruction of a commit has its example', () => {
  const source = readFileSync('../src-tauri/engine/src/grammar/instruction.rs', 'utf8')
  const list = /ALLOWED: \[[^=]*= \[([^\]]*)\]/.exec(source)?.[1] ?? ''
  const instructions = [...list.matchAll(/"([A-Z]+)"/g)].map(([, name]) => `commit-example-${name}`)
  expect(instructions.length, 'the instructions that Rust lists').toBeGreaterThan(5)
  expect(
    ids.filter((id) => id.startsWith('commit-example-')),
    'examples, one for each instruction',
  ).toEqual(instructions.sort())
})

/** The types that Rust wrote, each with its declaration. */
const generated = new Map(
  Object.values(import.meta.glob<string>('../engine/gen/*.ts', { query: '?raw', import: 'default', eager: true }))
    .flatMap((text) => text.split(/^export type /m).slice(1))
    .map((type) => [/^\w+/.exec(type)?.[0] ?? '', type]),
)

/** The values of an enum that Rust wrote: words, or the tags of what carries more. */
function enumValues(name: string): string[] {
  const type = generated.get(name) ?? ''
  const words = /^\w+ = ("\w+"(?: \| "\w+")*);/.exec(type)?.[1]
  const values = words ? words.matchAll(/"(\w+)"/g) : type.matchAll(/"(?:kind|state)": "(\w+)"/g)
  return [...values].map(([, value = '']) => value)
}

/** From which enum a key with a hole takes what it is filled with, and which values never come to it. */
const filledFromRust: Record<string, readonly [name: string, ...never: string[]]> = {
  'action-*': ['Action'],
  'change-kind-*': ['FileKind'],
  'changes-*': ['ChangeKind'],
  'changes-*-letter': ['ChangeKind'],
  'changes-*-text': ['ChangeKind'],
  'changes-noise-*': ['ChangeNoise'],
  'cleanup-effect-*': ['PlanEffect'],
  'cleanup-ended-*': ['JobState', 'queued', 'running'],
  'cleanup-group-*': ['PlanSubject'],
  'cleanup-reason-*': ['SuggestionReason'],
  'cleanup-reason-*-why': ['SuggestionReason'],
  'cleanup-step-*': ['CleanupStep'],
  'cleanup-uncertain-*': ['Uncertainty'],
  'cleanup-why-*': ['PlanEffect'],
  'container-*': ['ContainerState'],
  'copy-stage-*': ['CopyStage'],
  'copy-state-*': ['CopyState', 'complete'],
  'copy-state-*-why': ['CopyState', 'complete'],
  'endpoint-*': ['EndpointSource'],
  'error-*': ['ErrorCode'],
  'finding-*': ['FindingCase'],
  'firstrun-*': ['Purpose'],
  'firstrun-*-text': ['Purpose'],
  'image-origin-*': ['ImageOrigin'],
  'image-origin-*-why': ['ImageOrigin'],
  'job-*': ['JobState'],
  'kind-*': ['ImageKind', 'tagged'],
  'kind-*-why': ['ImageKind', 'tagged'],
  'layer-*': ['LayerState'],
  'layers-phase-*': ['LayersPhase'],
  'lesson-*-about': ['LessonId'],
  'lesson-*-can': ['LessonId'],
  'lesson-*-intro': ['LessonId'],
  'lesson-*-title': ['LessonId'],
  'lesson-open-*': ['LessonState'],
  'lesson-open-*-of': ['LessonState'],
  'lesson-state-*': ['LessonState', 'started'],
  'mirrors-file-*': ['MirrorFile'],
  'mirrors-step-*': ['MirrorStep'],
  'origin-*': ['OriginVerdict'],
  'origin-*-why': ['OriginVerdict'],
  'outcome-*': ['Outcome', 'removed'],
  'palette-theme-*': ['Theme'],
  'product-*': ['EngineProduct'],
  'pull-cancelled-*': ['ImageStore'],
  'remark-*': ['RemarkKind'],
  'remedy-*': ['CommandPurpose'],
  'removal-effect-*': ['RemovalEffect'],
  'state-of-*': ['ContainerState'],
  'status-*': ['EngineStatus'],
  'store-*': ['ImageStore'],
  'theme-*': ['Theme'],
}

/** Keys with a hole that is filled from a list of the page's own, that are asked for only where there is one, that another
 * test holds to their source, or that are no message's. */
const filledByUs = [
  'about-*',
  'activity-*',
  'answer-*-*',
  'change-*',
  'change-fact-*',
  'choice-*-*-*',
  'cleanup-news-*',
  'cleanup-part-*',
  'cleanup-view-*',
  'commit-example-*',
  'console-ended-*',
  'control-*',
  'copies-confirm-*',
  'does-*',
  'error-*-next',
  'explain-*',
  'glossary-*',
  'glossary-group-*',
  'hint-*-*',
  'language-*',
  'layers-tab-*',
  'lesson-here-*',
  'nav-*',
  'palette-go-*',
  'query-help-*',
  'query-key-*',
  'query-problem-*',
  'query-value-*-*',
  'question-*-*',
  'run-*',
  'run-preset-*',
  'run-preset-*-text',
  'step-*-*-title',
  'step-*-do',
  'step-*-title',
  'step-*-why',
  'term-*',
  'term-*-example',
  'term-*-meaning',
  'wrong-*-*',
]

test('every value that Rust tells has its message, wherever a key ends in one', () => {
  const asked = new Set<string>()
  for (const [, text] of sources) {
    for (const [, prefix = '', suffix = ''] of text.matchAll(
      /[`"]([a-z][\w-]*-)\$?\{(?:[^{}`"]|\{[^}]*\})*\}((?:[\w-]|\$?\{[^}]*\})*)[`"]/gi,
    ))
      if (ids.some((id) => id.startsWith(prefix))) asked.add(`${prefix}*${suffix.replace(/\$?\{[^}]*\}/g, '*')}`)
  }
  expect([...asked].sort(), 'each key with a hole is known here').toEqual(
    [...Object.keys(filledFromRust), ...filledByUs].sort(),
  )
  const required = Object.entries(filledFromRust).flatMap(([key, [name, ...never]]) => {
    const values = enumValues(name)
    expect(values.length, `the values of ${name}`).toBeGreaterThan(1)
    return values.filter((value) => !never.includes(value)).map((value) => key.replace('*', value))
  })
  expect(
    required.filter((id) => !ids.includes(id)),
    'messages that a value from Rust would ask for in vain',
  ).toEqual([])
})

test('no message is missing and none is unused', () => {
  const quoted = new Set<string>()
  const prefixes = new Set<string>()
  const asked = new Set<string>()
  for (const [, text] of sources) {
    for (const [, id = ''] of text.matchAll(/['"`]([a-z][\w-]*)['"`]/gi)) quoted.add(id)
    for (const [, prefix = ''] of text.matchAll(/[`"]([a-z][\w-]*-)\$?\{/gi)) prefixes.add(prefix)
    for (const [, id = ''] of text.matchAll(/(?:\bt\(\s*'|<Text\s+id=")([\w-]+)['"]/g)) asked.add(id)
  }
  expect(
    [...asked].filter((id) => !ids.includes(id)),
    'keys that the page asks for and no file has',
  ).toEqual([])
  expect(
    ids.filter((id) => !quoted.has(id) && ![...prefixes].some((prefix) => id.startsWith(prefix))),
    'messages that nothing shows',
  ).toEqual([])
})

test('no text of ours stands outside the message files', () => {
  const found = sources
    .filter(([path]) => path.endsWith('.svelte'))
    .flatMap(([path, text]) => {
      const markup = text
        .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
        .replace(/=>|&\w+;/g, '')
      const words = [...markup.matchAll(/>([^<>{}]*[A-Za-z\u4e00-\u9fff]{3,}[^<>{}]*)</g)].map(([, word]) =>
        word?.trim(),
      )
      const attributes = [...markup.matchAll(/\s(?:title|aria-label|alt|placeholder)="([^"{]*)"/g)].map(
        ([, word]) => word,
      )
      return [...words, ...attributes].filter(Boolean).map((word) => `${path}: ${word}`)
    })
  expect(
    // A name and a command are the same in every language.
    found.filter((line) => !/: (ubuntu:14\.04|ls -l \/)$/.test(line)),
    'words in the markup',
  ).toEqual([])
})

test.each([
  [['zh-TW', 'en'], 'zh-CN', 'the nearest Chinese we have'],
  [['fr', 'zh'], 'zh-CN', 'the first language that we have, not the first at all'],
  [['en-GB', 'zh'], 'en', 'the first wins'],
  [['fr'], 'en', 'English when there is nothing better'],
])('the system language of %j is %s', (preferred, language, why) => {
  expect(systemLanguage(preferred), why).toBe(language)
})
