import { expect, test } from 'vitest'

import { escapeInvisible, escapeName } from './escapeInvisible'

test.each([
  ['ubuntu:14.04', 'ubuntu:14.04', 'ordinary text stays as it is'],
  ['船台 é 🚢', '船台 é 🚢', 'other scripts stay as they are'],
  ['a\tb\nc', 'a\tb\nc', 'tabs and line ends are part of a text'],
  ['\u001b[31mred', '␛[31mred', 'an escape is seen'],
  ['\u0000\u007f', '␀␡', 'the ends of the control range are seen'],
  ['a\rb', 'a␍b', 'a lone return, which overprints in a terminal, is seen'],
  ['exe.\u202etxt', 'exe.\\u202etxt', 'a direction override is seen'],
  ['a\u200bb\ufeff', 'a\\u200bb\\ufeff', 'what has no width is seen'],
  ['a\u{e0041}', 'a\\u{e0041}', 'tag characters are seen'],
  ['\u009b31m', '\\u009b31m', 'eight-bit controls are seen'],
])('plain %j', (text, shown, why) => {
  expect(escapeInvisible(text), why).toBe(shown)
})

test.each([
  ['/root/你好.txt', '/root/你好.txt', 'an ordinary name stays as it is'],
  ['a\nb\tc', 'a␊b␉c', 'a line end in a name is no space'],
  ['\u{10f7c4}\u{10f7e3}.txt', '\\xc4\\xe3.txt', 'bytes in no known encoding'],
  ['/\ufffd\u{10f701}2', '/\ufffd (2)', 'the second of two that engines list alike'],
])('name %j', (name, shown, why) => {
  expect(escapeName(name), why).toBe(shown)
})
