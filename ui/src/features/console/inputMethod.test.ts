import { Terminal } from '@xterm/xterm'
import { afterEach, expect, test, vi } from 'vitest'

import { recordings } from '../../testing/fixtures/keystrokes'
import { handleInputMethods, REPORT_INTERVAL } from './inputMethod'

let terminal: Terminal

afterEach(() => {
  terminal.dispose()
  vi.useRealTimers()
})

function open(options: { screenReaderMode?: boolean } = {}) {
  terminal = new Terminal({ allowProposedApi: true, ...options })
  terminal.open(document.body.appendChild(document.createElement('div')))
  handleInputMethods(terminal)
  let sent = ''
  terminal.onData((data) => (sent += data))
  terminal.focus()
  return { field: terminal.textarea as HTMLTextAreaElement, sent: () => sent }
}

const nextTask = () => new Promise((done) => setTimeout(done))

/** Repeats recorded events, and what each did to the text field. */
async function replay(field: HTMLTextAreaElement, events: string) {
  const repeated = new Replay(field)
  for (const line of events.trim().split('\n')) {
    for (const event of line.trim().split(', ')) repeated.dispatch(event)
    // xterm.js reads its text field in a task of its own.
    await nextTask()
  }
}

class Replay {
  #preedit = ''

  constructor(private readonly field: HTMLTextAreaElement) {}

  dispatch(recorded: string): void {
    const [type = '', ...rest] = recorded.split(' ')
    if (type.startsWith('key')) this.#key(type, rest)
    else if (type.startsWith('composition')) this.#composition(type, rest.join(' '))
    else if (type === 'input') this.#input(rest[0] ?? '', rest.slice(1).join(' '))
    else this.field.dispatchEvent(new FocusEvent(type))
  }

  #key(type: string, parts: string[]): void {
    const code = Number(parts.at(-1))
    const [name = '', ctrlKey] =
      parts.length === 1 ? ['Unidentified'] : parts[0]?.startsWith('Ctrl+') ? [parts[0].slice(5), true] : [parts[0]]
    const key = name === 'Space' ? ' ' : name
    const init = { key, keyCode: code, charCode: type === 'keypress' ? code : 0, ctrlKey: ctrlKey ?? false }
    this.field.dispatchEvent(new KeyboardEvent(type, { ...init, bubbles: true, cancelable: true, composed: true }))
  }

  #composition(type: string, data: string): void {
    this.field.dispatchEvent(new CompositionEvent(type, { data, bubbles: true, composed: true }))
  }

  #input(inputType: string, data: string): void {
    const rest = this.field.value.slice(0, this.field.value.length - this.#preedit.length)
    this.#preedit = inputType === 'insertCompositionText' ? data : ''
    this.field.value = rest + data
    this.field.dispatchEvent(new InputEvent('input', { inputType, data, bubbles: true, composed: true }))
  }
}

test.each(recordings)('$from: $what', async ({ events, sent }) => {
  const program = open()
  await replay(program.field, events)
  expect(program.sent()).toBe(sent)
})

test.each([...new Set(recordings.map(({ from }) => from))])('%s: one after the other', async (from) => {
  const program = open()
  const all = recordings.filter((recording) => recording.from === from)
  for (const { events } of all) await replay(program.field, events)
  expect(program.sent()).toBe(all.map(({ sent }) => sent).join(''))
})

test('a commit without a preedit may be reported as typing', async () => {
  const program = open()
  await replay(program.field, 'keydown 229, input insertText 你好, compositionend 你好')
  await replay(program.field, 'keydown 229, input insertText 世界, compositionend 世界')
  expect(program.sent()).toBe('你好世界')
})

test('spaces and line breaks are sent as keys send them', async () => {
  const program = open()
  await replay(program.field, 'keydown 229, input insertFromComposition tiếng , compositionend tiếng ')
  expect(program.sent(), 'the field has a no-break space here').toBe('tiếng ')
  const lines = { inputType: 'insertFromComposition', data: 'a\nb', bubbles: true }
  program.field.dispatchEvent(new InputEvent('input', lines))
  expect(program.sent()).toBe('tiếng a\rb')
})

test('what is being composed is shown until it is committed', async () => {
  const program = open()
  const shown = () => terminal.element?.querySelector('[data-testid=console-preedit]')?.textContent
  await replay(program.field, 'keydown 229, compositionstart, compositionupdate ni, input insertCompositionText ni')
  expect(shown()).toBe('ni')
  expect(program.sent()).toBe('')
  await replay(program.field, 'input deleteCompositionText, input insertFromComposition 你, compositionend 你')
  expect(shown()).toBeUndefined()
  expect(program.sent()).toBe('你')
})

test('what is being composed is dropped when the focus leaves', async () => {
  const program = open()
  await replay(
    program.field,
    'keydown 229, compositionstart, compositionupdate ni, input insertCompositionText ni, blur',
  )
  expect(terminal.element?.querySelector('[data-testid=console-preedit]')).toBeNull()
  await replay(program.field, 'focus')
  await replay(program.field, 'keydown 229, input insertFromComposition 你, compositionend 你')
  expect(program.sent()).toBe('你')
})

test('a paste is sent once', () => {
  const program = open()
  const paste = new Event('paste', { bubbles: true })
  program.field.dispatchEvent(Object.assign(paste, { clipboardData: { getData: () => '你好' } }))
  program.field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', data: '你好', bubbles: true }))
  expect(program.sent()).toBe('你好')
})

test('keys are sent once although a screen reader reads them in the field', async () => {
  const program = open({ screenReaderMode: true })
  await replay(program.field, 'keydown a 65, keypress a 97, input insertText a, keyup a 65')
  await replay(program.field, 'keydown Shift 16, keydown B 66, keypress B 66, input insertText B, keyup B 66')
  await replay(program.field, 'keydown 229, input insertFromComposition 你好, compositionend 你好, keyup Space 32')
  expect(program.sent()).toBe('aB你好')
})

test('the cursor’s place is reported when it has moved, except to a screen reader', () => {
  vi.useFakeTimers()
  for (const screenReaderMode of [false, true]) {
    const { field } = open({ screenReaderMode })
    const changes = vi.spyOn(field, 'value', 'set')
    terminal.write('moved')
    vi.advanceTimersByTime(2 * REPORT_INTERVAL)
    expect(changes.mock.calls.flat(), `screen reader: ${screenReaderMode}`).toEqual(screenReaderMode ? [] : [' ', ''])
    terminal.dispose()
  }
})
