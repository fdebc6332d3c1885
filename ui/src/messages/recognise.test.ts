import { expect, test } from 'vitest'

import type { Language } from './index.svelte'
import { languages } from './index.svelte'
import { foreign, recognise } from './recognise'
import { others, termIds, terms, type TermId } from './terms'

/** The terms found, as `word:term`. */
function found(text: string, language: Language, without?: TermId): string[] {
  return recognise(text, language, without).flatMap(({ text, term }) => (term ? [`${text}:${term}`] : []))
}

test.each(languages)('in %s no word means two things', (language) => {
  const words = [
    ...termIds.flatMap((id) => terms[id].words[language].map((word) => word.toLowerCase())),
    ...others[language].map((word) => word.toLowerCase()),
  ]
  // One term may list a word in two spellings.
  const byTerm = termIds.flatMap((id) => [...new Set(terms[id].words[language].map((word) => word.toLowerCase()))])
  expect(
    byTerm.filter((word, index) => byTerm.indexOf(word) !== index),
    'words of two terms',
  ).toEqual([])
  expect(
    others[language].filter((word) => byTerm.includes(word.toLowerCase())),
    'words that are and are not a term',
  ).toEqual([])
  expect(words.length, 'there are words at all').toBeGreaterThan(termIds.length)
})

test.each(languages.flatMap((language) => termIds.map((id) => [language, id] as const)))(
  'in %s every word of %s is recognised as that',
  (language, id) => {
    expect(terms[id].words[language].length, 'it has words').toBeGreaterThan(0)
    for (const word of terms[id].words[language])
      expect(recognise(word, language), word).toEqual([{ text: word, term: id }])
  },
)

const english: [text: string, terms: string[], why: string][] = [
  ['Layers of an image', ['Layers:layer', 'image:image'], 'plural, and a capital at the beginning'],
  ['an image, images and an image', ['image:image'], 'each term once, where it stands first'],
  ['Untagged layering, imagery and retagging', ['Untagged:untag'], 'not within longer words'],
  ['the intermediate image goes', ['intermediate image:intermediate'], 'the longest match'],
  ['the engine’s socket', ['engine:engine', 'socket:socket'], 'before an apostrophe'],
  ['repository[:tag] or shop/image', [], 'not within what is written for a machine'],
  ['use --platform or $volume', [], 'not within flags and variables'],
  ['Without a tag: latest', ['tag:tag'], 'before a colon that ends a clause'],
  ['A copy-on-write layer', ['copy-on-write:copy-on-write', 'layer:layer'], 'hyphens of a term’s own'],
  ['nginx -g "daemon off;" with label=KEY', [], 'what only looks like a term'],
  ['Use docker pull and docker image prune', ['prune:prune'], 'not the words of a command'],
  ['A Docker image', ['image:image'], 'Docker itself is no command'],
]
test.each(english)('English: %s', (text, expected, why) => {
  expect(found(text, 'en'), why).toEqual(expected)
})

const chinese: [text: string, terms: string[], why: string][] = [
  ['显示镜像的由来', ['镜像:image'], 'without spaces'],
  ['删除中间层镜像的层', ['中间层镜像:intermediate', '层:layer'], 'the longest match'],
  ['没有标签的镜像', ['标签:tag', '镜像:image'], 'two in one sentence'],
  ['元数据标签，写名称', ['元数据标签:label'], 'a longer word that ends with another’s'],
  ['从镜像仓库拉取', ['镜像仓库:registry', '拉取:pull'], 'a longer word that begins with another’s'],
  ['用 Dockerfile构建', ['Dockerfile:dockerfile', '构建:build'], 'Latin letters beside Chinese'],
  ['写上提交说明，分层与层次', [], 'characters that are part of other words'],
  ['例如 user/image:tag，或 [仓库地址/]', [], 'not within what is written for a machine'],
  ['由一层层内容叠成', ['一层层:layer'], 'a word that is said twice'],
]
test.each(chinese)('Chinese: %s', (text, expected, why) => {
  expect(found(text, 'zh-CN'), why).toEqual(expected)
})

test('a term can be left out, and other people’s text is never searched', () => {
  expect(found('an image and its layer', 'en', 'image'), 'left out').toEqual(['layer:layer'])
  const text = `the image ${foreign.begin}my container image${foreign.end} in a container`
  expect(found(text, 'en'), 'what stands between the marks').toEqual(['image:image', 'container:container'])
})

test.each(languages)('in %s the pieces make up the text', (language) => {
  const text = `${foreign.begin}tag${foreign.end} The image 镜像 has 层 layers.`
  const joined = recognise(text, language)
    .map((piece) => piece.text)
    .join('')
  expect(joined, 'nothing is lost, and the marks are gone').toBe('tag The image 镜像 has 层 layers.')
})
