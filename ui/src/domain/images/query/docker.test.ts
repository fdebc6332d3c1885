import { expect, test } from 'vitest'

import { anImage, digest } from '../../../testing/fake'
import { rowsOf } from '../imageRows'
import { dockerFilters } from './docker'
import { parseQuery, vocabularyOf } from './query'

const images = [
  anImage({ id: digest('aaa'), tags: ['ubuntu:14.04', 'ubuntu:latest'], labels: { team: 'Blue' } }),
  anImage({ id: digest('bbb'), tags: ['app:1', 'app:latest'], labels: { team: 'red' } }),
  anImage({ id: digest('ccc'), tags: ['team/web:1', 'team/sub/web:1'] }),
  anImage({ id: digest('ddd'), tags: [], digests: [`nginx@${digest('111')}`], kind: 'dangling' }),
]
const rows = rowsOf(new Map(images.map((image) => [image.id, image])), new Map())

function asked(text: string): string {
  const { dangling, filters, repository } = dockerFilters(parseQuery(text, vocabularyOf(rows)), rows)
  return [dangling ? 'dangling' : '', ...filters, repository].filter(Boolean).join(' ')
}

test.each<[string, string, string]>([
  ['', '', 'all of them'],
  ['ubuntu', 'ubuntu', 'a repository as a word'],
  ['ubuntu:latest', 'ubuntu:latest', 'a reference as a word'],
  ['nginx', 'nginx', 'a digest names its repository'],
  ['ubu', '', 'a part of a name is nothing Docker could take'],
  ['web', '', 'nor is the end of one'],
  ['ubuntu app', '', 'two words are both meant, two references either'],
  ['repo:ubuntu', 'ubuntu', 'a repository'],
  ['repo:UBUNTU', '', 'Docker tells cases apart'],
  ['repo:ubuntu repo:app', 'reference=ubuntu reference=app', 'one of two'],
  ['repo:ubuntu tag:latest', 'ubuntu:latest', 'with its tag'],
  ['repo:ubuntu repo:app tag:latest', 'reference=ubuntu:latest reference=app:latest', 'each with it'],
  ['tag:latest', '*:latest', 'a tag alone'],
  ['tag:1', '', 'a star of Docker’s stops at a slash, so team/web:1 would be missing'],
  ['repo:u*', 'u*', 'a pattern that means the same'],
  ['repo:team/*', '', 'and one that does not'],
  ['repo:nope', '', 'what there is not'],
  ['repo:ubuntu latest', 'ubuntu', 'the word narrows further'],
  ['-repo:ubuntu', '', 'Docker has no other than these'],
  ['label:team', 'label=team', 'a label'],
  ['label:team=Blue', 'label=team=Blue', 'with its value'],
  ['label:team=blue', '', 'Docker tells cases apart'],
  ['label:team=*', '', 'and knows no patterns there'],
  ['label:team label:team=red', 'label=team label=team=red', 'both, as in Docker'],
  ['dangling:true size:>1B origin:pulled', 'dangling', 'the rest has no words in Docker'],
  ['dangling:false', '', 'Docker understands that otherwise on each store'],
  ['-dangling:true', '', 'so it does this'],
  ['dangling:true dangling:false', '', 'everything'],
  ['repo:ubuntu label:team dangling:true', 'dangling label=team ubuntu', 'together'],
])('%s', (text, expected, why) => {
  expect(asked(text), why).toBe(expected)
})
