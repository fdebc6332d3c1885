import { expect, test } from 'vitest'

import type { FileState } from '../../engine/gen/change'
import { facts, sameContent } from './content'

const file: FileState = {
  kind: 'file',
  size: 2,
  mode: '-rw-r--r--',
  modified: 1,
  linkTarget: '',
  content: { kind: 'text', text: 'a\n' },
}

test('a file tells its size and mode, and when it was written if that changed', () => {
  expect(facts({ before: file, after: file })).toEqual(['size', 'mode'])
  expect(facts({ before: file, after: { ...file, modified: 2 } })).toEqual(['size', 'mode', 'modified'])
})

test('a link tells where it points, and that it is none of the usual', () => {
  const link: FileState = { ...file, kind: 'symlink', linkTarget: '/x', content: { kind: 'none' } }
  expect(facts({ before: null, after: link })).toEqual(['kind', 'mode', 'linkTarget'])
})

test('only text is known to be the same', () => {
  expect(sameContent({ before: file, after: { ...file, mode: '-rwxr-xr-x' } })).toBe(true)
  expect(sameContent({ before: null, after: file })).toBe(false)
  const large: FileState = { ...file, content: { kind: 'tooLarge' } }
  expect(sameContent({ before: large, after: large })).toBe(false)
})
