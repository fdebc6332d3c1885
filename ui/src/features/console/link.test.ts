import { expect, test } from 'vitest'

import { webAddress } from './link'

test.each([
  ['https://docs.docker.com/engine/', 'https://docs.docker.com/engine/'],
  ['HTTP://LOCALHOST:8080', 'http://localhost:8080/'],
  ['https://exаmple.com', 'https://xn--exmple-4nf.com/'],
  ['https://example.com/\u202egnp.exe\u200b', 'https://example.com/%E2%80%AEgnp.exe%E2%80%8B'],
  ['https://exam\tple.com\n/a b', 'https://example.com/a%20b'],
  ['https://docker.com@evil.example/', 'https://docker.com@evil.example/'],
  ['file:///etc/passwd', null],
  ['javascript:alert(1)', null],
  ['nothing', null],
])('%j is opened as %j', (text, expected) => {
  expect(webAddress(text)).toBe(expected)
})
