import { expect, test, vi } from 'vitest'

import { interceptPaste, pasteable } from './paste'

test.each([
  ['echo safe\x1b[201~\necho no\n', 'echo safe[201~\necho no\n'],
  ['a\r\nb\rc\td', 'a\nb\nc\td'],
  ['\u0015rm -rf /\u0003\u007f\u009b201~', 'rm -rf /201~'],
  ['你好 😀', '你好 😀'],
])('%j is pasted as %j', (text, expected) => {
  expect(pasteable(text)).toBe(expected)
})

test('what is pasted or dropped is taken before the terminal sees it, and what is typed is not', () => {
  const element = document.createElement('div')
  const textarea = element.appendChild(document.createElement('textarea'))
  const terminals = vi.fn()
  for (const type of ['paste', 'beforeinput']) textarea.addEventListener(type, terminals)
  const pasted: string[] = []
  interceptPaste(element, (text) => pasted.push(text))
  const dispatch = (event: Event, more: object = {}) => textarea.dispatchEvent(Object.assign(event, more))
  const clipboardData = { getData: () => 'pasted' }
  const dataTransfer = { getData: () => 'dropped' }
  const input = (inputType: string, more: InputEventInit = {}) =>
    new InputEvent('beforeinput', { bubbles: true, cancelable: true, inputType, ...more })
  const paste = new Event('paste', { bubbles: true, cancelable: true })
  dispatch(paste, { clipboardData })
  expect(paste.defaultPrevented).toBe(true)
  dispatch(input('insertFromDrop'), { dataTransfer })
  dispatch(input('insertFromYank', { data: 'yanked' }))
  expect(pasted).toEqual(['pasted', 'dropped', 'yanked'])
  expect(terminals).not.toHaveBeenCalled()
  dispatch(input('insertText', { data: 'x' }))
  expect(terminals).toHaveBeenCalledOnce()
  expect(pasted).toHaveLength(3)
})
