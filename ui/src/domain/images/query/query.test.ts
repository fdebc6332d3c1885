import { expect, test } from 'vitest'

import type { Image } from '../../../engine/gen/image'
import { aContainer } from '../../../testing/fixtures/containers'
import { anImage, digest } from '../../../testing/fixtures/images'
import { filtered, rowsOf, type Row } from '../imageRows'
import { choices, examples, keys } from './keys'
import { parseQuery, vocabularyOf, type ProblemCode } from './query'

const day = 24 * 3600
const now = new Date(2024, 6, 1).getTime() / 1000

const images = [
  anImage({
    id: digest('aaa1'),
    tags: ['ubuntu:14.04', 'ubuntu:latest'],
    created: now - 400 * day,
    size: 188_000_000,
    digests: [`ubuntu@${digest('111')}`],
  }),
  anImage({
    id: digest('bbb2'),
    tags: ['ghcr.io/team/web:1.0'],
    created: now - 10 * day,
    size: 700_000_000,
    labels: { team: 'Blue', note: 'two words', 'keep.it': '' },
  }),
  anImage({
    id: digest('ccc3'),
    tags: ['app:1'],
    created: now - 30 * day,
    size: 500_000_000,
    labels: { team: 'red' },
  }),
  anImage({ id: digest('ddd4'), tags: [], kind: 'dangling', created: now - 31 * day, size: 1_200_000_000 }),
  anImage({ id: digest('eee5'), tags: [], kind: 'intermediate', created: 0, size: 5 }),
  anImage({ id: digest('fff6'), tags: ['localhost:5000/size:5'], created: now - day, size: 1000 }),
]
const short: Record<string, string> = {
  'ubuntu:14.04': 'ubuntu:14.04',
  'ubuntu:latest': 'ubuntu:latest',
  'ghcr.io/team/web:1.0': 'web',
  'app:1': 'app',
  [digest('ddd4')]: 'dangling',
  [digest('eee5')]: 'layer',
  'localhost:5000/size:5': 'local',
}
const rows = rowsOf(new Map(images.map((image) => [image.id, image])), new Map([[digest('ccc3'), [aContainer()]]]))
const vocabulary = vocabularyOf(rows)
const everything = rows.map(name)

function name(row: Row): string {
  return short[row.target] ?? row.target
}

function found(text: string): string[] {
  const query = parseQuery(text, vocabulary)
  return rows.filter((row) => query.matches(row, now)).map(name)
}

function without(...left: string[]): string[] {
  return everything.filter((one) => !left.includes(one))
}

const ubuntu = ['ubuntu:14.04', 'ubuntu:latest']

test.each<[string, string[], string]>([
  ['', everything, 'nothing asked, everything found'],
  ['  ', everything, 'nor by spaces'],
  ['UBUNT', ubuntu, 'a part of a name'],
  ['ubuntu:14.04', ['ubuntu:14.04'], 'a reference is no key and value'],
  ['localhost:5000/', ['local'], 'nor is a registry with its port'],
  ['sha256:ccc3', ['app'], 'nor an ID'],
  ['size:<5', [], 'but a key wins over a repository of that name'],
  ['"size:5"', ['local'], 'unless it is quoted'],
  ['14 ubu', ['ubuntu:14.04'], 'each word, in any order'],
  ['"two words"', ['web'], 'words with a space between'],
  ['"words two"', [], 'in their order'],
  ['-ubuntu', without(...ubuntu), 'not this word'],
  ['repo:ubuntu', ubuntu, 'a repository'],
  ['REPO:Ubuntu', ubuntu, 'in any case'],
  ['repo:ubuntu:14.04', ['ubuntu:14.04'], 'with its tag'],
  ['repo:ubu*', ubuntu, 'a pattern'],
  ['repo:ghcr.io/*', ['web'], 'over slashes'],
  ['repo:*', everything, 'whatever it is'],
  ['repo:ubuntu repo:app', [...ubuntu, 'app'], 'one of two'],
  ['-repo:ubuntu -repo:app', without(...ubuntu, 'app'), 'neither'],
  ['repo:ubuntu -tag:latest', ['ubuntu:14.04'], 'this, without that'],
  ['tag:1*', ['ubuntu:14.04', 'web', 'app'], 'a tag by pattern'],
  ['tag:1.0', ['web'], 'a dot is a dot'],
  ['id:bbb', ['web'], 'an ID from its beginning'],
  ['id:sha256:bbb', ['web'], 'with its algorithm'],
  ['label:team', ['web', 'app'], 'a label whatever its value'],
  ['label:team=blue', ['web'], 'with its value'],
  ['label:team=*e*', ['web', 'app'], 'with a part of it'],
  ['label:keep.*', ['web'], 'by a part of its name'],
  ['label:keep.it=', ['web'], 'an empty value'],
  ['label:note="two words"', ['web'], 'a value with a space'],
  ['label:"note=two words"', ['web'], 'quoted as a whole'],
  ['label:team label:note', ['web'], 'an image may have many labels, so all are asked for'],
  ['size:>500MB', ['web', 'dangling'], 'larger'],
  ['size:>=500MB', ['web', 'app', 'dangling'], 'or as large'],
  ['size:<1kB', ['layer'], 'smaller'],
  ['size:<=1kb', ['layer', 'local'], 'or as small, in any case'],
  ['size:>0.5gb size:<1GB', ['web'], 'between'],
  ['size:188MB..500MB', [...ubuntu, 'app'], 'with both ends'],
  ['size:>477MiB', ['web', 'dangling'], 'binary units are what they say'],
  ['size:≥1.2GB', ['dangling'], 'the sign itself'],
  ['created:>30d', [...ubuntu, 'dangling'], 'older; an image without a date is not old'],
  ['created:>=30d', [...ubuntu, 'app', 'dangling'], 'or as old'],
  ['created:<2w', ['web', 'local'], 'younger; nor is it new'],
  ['created:>1y', ubuntu, 'years'],
  ['created:>1mo', [...ubuntu, 'dangling'], 'a month of 30 days'],
  ['created:<=24h', ['local'], 'hours'],
  ['created:7d..31d', ['web', 'app', 'dangling'], 'an age between'],
  ['created:2024-06', ['web', 'app', 'local'], 'in a month'],
  ['created:>2024-05', ['web', 'app', 'local'], 'after it'],
  ['created:2024-05-31', ['dangling'], 'on a day'],
  ['created:<2024', ubuntu, 'before a year'],
  ['created:2023..2024-05', [...ubuntu, 'dangling'], 'from the first day of the one to the last of the other'],
  ['in-use:true', ['app'], 'used by a container'],
  ['in-use:false', without('app'), 'or not'],
  ['-in-use:true', without('app'), 'which is the same'],
  ['dangling:true', ['dangling'], 'dangling'],
  ['intermediate:true', ['layer'], 'intermediate'],
  ['dangling:true intermediate:true', [], 'no image is both'],
  ['in-use:true in-use:false', everything, 'one of both is always true'],
  ['origin:pulled', ubuntu, 'a registry knows it'],
  ['origin:local', without(...ubuntu), 'or does not'],
  [
    'dangling:false repo:app size:>=500MB created:>20d in-use:true origin:local label:team=red',
    ['app'],
    'all together',
  ],
  ['repo：ubuntu size：＞1MB －tag：latest', ['ubuntu:14.04'], 'from a Chinese keyboard'],
  ['“two words”', ['web'], 'with its quotes'],
  ['"two w', ['web'], 'a quote that is still open'],
  ['-', everything, 'a sign that has nothing yet'],
])('%s', (text, expected, why) => {
  expect(found(text), why).toEqual(expected)
})

test.each<[text: string, code: ProblemCode, wrong: string, suggestions: string[], ignored: boolean]>([
  ['siez:>5MB', 'unknownKey', 'siez', ['size'], true],
  ['-lable:x', 'unknownKey', 'lable', ['label'], true],
  ['name:ubuntu', 'unknownKey', 'name', ['repo'], true],
  ['weight:>5MB', 'unknownKey', 'weight', [], true],
  ['repo:', 'missingValue', 'repo:', [], true],
  ['dangling:yes', 'unknownValue', 'yes', ['true', 'false'], true],
  ['dangling:flase', 'unknownValue', 'flase', ['false', 'true'], true],
  ['origin:pull', 'unknownValue', 'pull', ['pulled', 'local'], true],
  ['size:>5X', 'notASize', '>5X', ['>5MB', '>5GB'], true],
  ['size:>5megs', 'notASize', '>5megs', ['>5MB'], true],
  ['size:big', 'notASize', 'big', [], true],
  ['size:1MB..', 'notASize', '1MB..', [], true],
  ['size:>1MB..2MB', 'notASize', '>1MB..2MB', [], true],
  ['size:5constructor', 'notASize', '5constructor', ['5MB', '5GB'], true],
  ['size:500MB', 'needsComparison', '500MB', ['>500MB', '<500MB'], true],
  ['created:>30', 'notATime', '>30', ['>30d', '>30mo'], true],
  ['created:>3m', 'notATime', '>3m', ['>3mo'], true],
  ['created:>3days', 'notATime', '>3days', ['>3d'], true],
  ['created:2024-02-30', 'notATime', '2024-02-30', [], true],
  ['created:30d', 'needsComparison', '30d', ['>30d', '<30d'], true],
  ['repo:ubunut', 'absent', 'ubunut', ['ubuntu'], false],
  ['repo:web', 'absent', 'web', ['ghcr.io/team/web'], false],
  ['repo:ubunut:14.04', 'absent', 'ubunut:14.04', ['ubuntu:14.04'], false],
  ['tag:latets', 'absent', 'latets', ['latest'], false],
  ['label:taem', 'absent', 'taem', ['team'], false],
  ['label:team=blu', 'absent', 'team=blu', ['team=Blue'], false],
  ['label:note=words', 'absent', 'note=words', ['"note=two words"'], false],
  ['id:123', 'absent', '123', [], false],
  ['"ubuntu', 'openQuote', '"ubuntu', ['"ubuntu"'], false],
  ['!repo:ubuntu', 'wrongSign', '!repo:ubuntu', ['-repo:ubuntu'], true],
])('%s: %s', (text, code, wrong, suggestions, ignored) => {
  const whole = `ubuntu ${text} `
  const { problems } = parseQuery(code === 'openQuote' ? whole.trimEnd() : whole, vocabulary)
  expect(
    problems.map((problem) => [problem.code, whole.slice(problem.from, problem.to), problem.suggestions]),
    'what is wrong, where, and what was meant',
  ).toEqual([[code, wrong, suggestions]])
  expect(problems[0]?.ignored, 'whether the rest goes on without it').toBe(ignored)
  const expected = ignored || code === 'openQuote' ? ubuntu : []
  expect(found(whole.trimEnd()), 'the rest of the query').toEqual(expected)
})

test.each(['ubuntu:14.04', 'nginx:1.99', 'http://x', 'sha256:0', 'a=b:c', 'localhost:5000/x', '.', '*', 'x"y"'])(
  '%s is text, and nothing is wrong with it',
  (text) => {
    expect(parseQuery(text, vocabulary).problems, 'no problem').toEqual([])
    expect(parseQuery(text, vocabulary).terms[0]?.key, 'a free word').toBe('text')
  },
)

test('what is called like a misspelt key is found', () => {
  const tags = rowsOf(new Map([['x', anImage({ id: 'x', tags: ['tags:1'] })]]), new Map())
  const query = parseQuery('tags:1', vocabularyOf(tags))
  expect(query.problems, 'there is such a name').toEqual([])
  expect(
    tags.every((row) => query.matches(row, now)),
    'and it is meant',
  ).toBe(true)
})

test('every example of the help is right', () => {
  for (const text of keys.flatMap((key) => examples[key])) {
    const codes = parseQuery(text, vocabulary).problems.map((problem) => problem.code)
    expect(
      codes.filter((code) => code !== 'absent'),
      text,
    ).toEqual([])
  }
  for (const [key, values] of Object.entries(choices)) {
    for (const value of values)
      expect(parseQuery(`${key}:${value}`, vocabulary).problems, `${key}:${value}`).toEqual([])
  }
})

test('a query says whether it shows hidden images and whether time changes it', () => {
  const flags = (text: string) => {
    const { intermediate, timely } = parseQuery(text, vocabulary)
    return [intermediate, timely]
  }
  expect(flags('ubuntu'), 'neither').toEqual([false, false])
  expect(flags('intermediate:true'), 'asked for').toEqual([true, false])
  expect(flags('-intermediate:false'), 'in other words').toEqual([true, false])
  expect(flags('-intermediate:true'), 'asked away').toEqual([false, false])
  expect(flags('created:>3d'), 'an age').toEqual([false, true])
})

/** A generator of the same numbers each time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

test('any text is read, its problems are in it, and each suggestion is a way out', () => {
  const next = numbers(7)
  const pieces = [
    'repo',
    'siez',
    ':',
    '-',
    '!',
    '"',
    '\\',
    ' ',
    '>',
    '<',
    '=',
    '..',
    '*',
    '5',
    'MB',
    'd',
    '：',
    '(',
    '😀',
  ]
  for (let turn = 0; turn < 3000; turn += 1) {
    const text = Array.from({ length: next(8) }, () => pieces[next(pieces.length)]).join('')
    const { problems, matches } = parseQuery(text, vocabulary)
    rows.forEach((row) => matches(row, now))
    for (const { from, to, suggestions, code } of problems) {
      expect(0 <= from && from < to && to <= text.length, `${code} is in ${text}`).toBe(true)
      for (const suggestion of suggestions) {
        const fixed = text.slice(0, from) + suggestion + text.slice(to)
        const again = parseQuery(fixed, vocabulary).problems
        expect(
          again.some((problem) => problem.from === from && problem.code === code),
          `${text} → ${fixed}`,
        ).toBe(false)
      }
    }
  }
})

test('a term that is added never finds more, unless it is one more choice', () => {
  const terms = ['ubuntu', '-web', 'size:>1MB', 'size:<1GB', 'created:>5d', 'label:team', '-in-use:true', '-repo:app']
  const next = numbers(11)
  for (let turn = 0; turn < 300; turn += 1) {
    const some = Array.from({ length: 1 + next(4) }, () => terms[next(terms.length)] ?? '')
    const [fewer, more] = [found(some.slice(1).join(' ')), found(some.join(' '))]
    expect(
      more.every((one) => fewer.includes(one)),
      some.join(' '),
    ).toBe(true)
  }
})

test('what is found among 10,000 images is what each term says', () => {
  const many = new Map(
    Array.from({ length: 10_000 }, (_, index): [string, Image] => {
      const id = digest(index.toString(16).padStart(8, '0'))
      const labels = { maintainer: `Person ${index}` }
      return [id, anImage({ id, tags: [`team/app-${index}:latest`], created: index, size: index * 1000, labels })]
    }),
  )
  const all = rowsOf(many, new Map())
  const found = (text: string) =>
    filtered(all, { intermediate: false, danglingOnly: false }, parseQuery(text, vocabularyOf(all)), now).length
  expect(found('app-9'), 'every name with an app of 9, 90 to 99, 900 to 999, 9000 to 9999').toBe(1111)
  expect(
    found('size:>1MB label:maintainer=*9 -repo:*99'),
    'more than 1,000,000 bytes, of a person with a 9, not 99',
  ).toBe(810)
  expect(found('repo:team/ap-77'), 'no such repository').toBe(0)
})
