import { expect, test } from 'vitest'

import type { FileState } from '../../engine/gen/change'
import { facts, sameContent } from './content'

const file: FileState = {
  kind: 'file',
  size: 2,
  mode: '-rw-r--r--',
  owner: '0:0',
  modified: 1,
  linkTarget: '',
  content: { kind: 'text', text: 'a\n', encoding: 'UTF-8' },
}

test('a file tells its size, mode and owner, and when it was written if that changed', () => {
  const both = (before: FileState | null, after: FileState | null) => facts({ before, after, imageMissing: false })
  expect(both(file, file)).toEqual(['size', 'mode', 'owner'])
  expect(both(file, { ...file, modified: 2 })).toEqual(['size', 'mode', 'owner', 'modified'])
  expect(both(null, { ...file, owner: '' }), 'an engine that does not say').toEqual(['size', 'mode'])
})

test('an encoding is told unless it is UTF-8', () => {
  const gbk: FileState = { ...file, content: { kind: 'text', text: 'a\n', encoding: 'GBK' } }
  expect(facts({ before: file, after: gbk, imageMissing: false })).toEqual(['size', 'mode', 'owner', 'encoding'])
  expect(sameContent({ before: file, after: gbk, imageMissing: false }), 'other bytes').toBe(false)
})

test('a link tells where it points, and that it is none of the usual', () => {
  const link: FileState = { ...file, kind: 'symlink', linkTarget: '/x', content: { kind: 'none' } }
  expect(facts({ before: null, after: link, imageMissing: false })).toEqual(['kind', 'mode', 'owner', 'linkTarget'])
})

test('only text is known to be the same', () => {
  expect(sameContent({ before: file, after: { ...file, mode: '-rwxr-xr-x' }, imageMissing: false })).toBe(true)
  expect(sameContent({ before: null, after: file, imageMissing: false })).toBe(false)
  const large: FileState = { ...file, content: { kind: 'tooLarge' } }
  expect(sameContent({ before: large, after: large, imageMissing: false })).toBe(false)
})
