import { expect, test } from 'vitest'

import { anImage, digest } from '../../../testing/fake'
import { rowsOf } from '../imageRows'
import { completed, completionsAt } from './completions'
import { parseQuery, vocabularyOf } from './query'

const images = [
  anImage({ id: digest('aaa'), tags: ['ubuntu:14.04', 'ubuntu-dev:1', 'my/ubuntu:1'], labels: { team: 'blue' } }),
  anImage({ id: digest('bbb'), tags: ['app:1'], labels: { team: 'two "words"', tier: 'x' } }),
]
const vocabulary = vocabularyOf(rowsOf(new Map(images.map((image) => [image.id, image])), new Map()))

/** `|` is the caret. */
function offered(marked: string) {
  return completionsAt(marked.replace('|', ''), marked.indexOf('|'), vocabulary)
}

test.each<[string, string[], string]>([
  ['i|', ['in-use:', 'intermediate:', 'id:'], 'keys that begin so'],
  ['-IN|', ['in-use:', 'intermediate:'], 'turned round, in any case'],
  ['ubu|', [], 'a free word needs no help'],
  ['"re|', [], 'nor does a quoted one'],
  ['web si|', ['size:'], 'only the word at the caret counts'],
  ['in-use:|', ['true', 'false'], 'the few values'],
  ['dangling:t|', ['true'], 'that begin so'],
  ['dangling:true|', [], 'a word that is whole is left alone'],
  ['origin:|', ['local', 'pulled'], 'all of them'],
  ['repo:ubu|', ['ubuntu', 'ubuntu-dev', 'my/ubuntu'], 'names that begin so, then those that contain it'],
  ['repo:ubuntu|', ['ubuntu', 'ubuntu-dev', 'my/ubuntu'], 'a whole name may go on'],
  ['repo:nope|', [], 'there is none'],
  ['tag:1|', ['1', '14.04'], 'tags'],
  ['label:t|', ['team', 'tier'], 'labels'],
  ['label:team|', ['team', 'team=blue', 'team=two "words"'], 'and their values'],
  ['label:team=B|', ['team=blue'], 'in any case'],
  ['id:b|', ['bbb000000000'], 'IDs'],
  ['size:>5|', ['>5kB', '>5MB', '>5GB', '>5TB'], 'a number needs its unit'],
  ['size:<1.5m|', ['<1.5MB'], 'which may have begun'],
  ['size:<1.5MB|', [], 'or be there'],
  ['created:>3|', ['>3h', '>3d', '>3w', '>3mo', '>3y'], 'spans'],
  ['created:3m|', ['>3mo'], 'a month is no minute'],
  ['created:<|', ['<24h', '<7d'], 'usual ones'],
  ['nokey:x|', [], 'no such key'],
])('at %s', (marked, labels, why) => {
  expect(
    offered(marked).map(({ label }) => label),
    why,
  ).toEqual(labels)
})

test.each<[before: string, choice: string, after: string, why: string]>([
  ['web si|', 'size:', 'web size:|', 'a key waits for its value'],
  ['web -si|', 'size:', 'web -size:|', 'the sign stays'],
  ['siz|:>5MB x', 'size:', 'size:|>5MB x', 'a value stays behind its key'],
  ['repo:u|', 'ubuntu', 'repo:ubuntu |', 'a value ends the word'],
  ['repo:u|b tag:1', 'ubuntu', 'repo:ubuntu |tag:1', 'a space that is there is enough, and the rest of the word goes'],
  ['label:team|', 'team=two "words"', 'label:"team=two \\"words\\"" |', 'quoted where it must be'],
  ['|', 'tag:', 'tag:|', 'at the very beginning'],
])('%s and %s', (before, choice, after, why) => {
  const completion = offered(before).find(({ label }) => label === choice)
  if (!completion) throw new Error(`${choice} is not offered`)
  const { text, caret } = completed(before.replace('|', ''), completion)
  expect(`${text.slice(0, caret)}|${text.slice(caret)}`, why).toBe(after)
})

test('whatever is offered for a value is right', () => {
  for (const key of ['repo', 'tag', 'label', 'id', 'in-use', 'dangling', 'intermediate', 'origin', 'size', 'created']) {
    const before = `${key}:`
    const values = completionsAt(before, before.length, vocabulary)
    expect(values.length, `values of ${key}`).toBeGreaterThan(1)
    for (const value of values) {
      const { text } = completed(before, value)
      expect(parseQuery(text, vocabulary).problems, text).toEqual([])
    }
  }
})
