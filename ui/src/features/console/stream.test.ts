import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { pump, Quiet, Sender } from './stream'

const bytes = (text: string) => new TextEncoder().encode(text)
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('pump', () => {
  test('reads one chunk ahead of what is being shown, and no more', async () => {
    const chunks = [bytes('a'), bytes('bc'), new Uint8Array()]
    let reads = 0
    const positions: number[] = []
    const pending: (() => void)[] = []
    const done = pump(
      (from) => {
        positions.push(from)
        const chunk = chunks[reads++] ?? new Uint8Array()
        return Promise.resolve({ bytes: chunk, next: from + chunk.length, again: false })
      },
      (_, shown) => pending.push(shown),
    )
    await settle()
    expect([pending.length, reads], 'one is being shown, one was read ahead').toEqual([2, 2])
    pending.shift()?.()
    await settle()
    expect(reads, 'the next read follows the showing').toBe(3)
    pending.shift()?.()
    await done
    expect(reads, 'an empty chunk is the end').toBe(3)
    expect(positions, 'each read says what has been shown').toEqual([0, 1, 3])
  })

  test('a failing read ends it', async () => {
    await expect(
      pump(
        () => Promise.reject(new Error('lost')),
        (_, done) => done(),
      ),
    ).rejects.toThrow('lost')
  })
})

describe('Sender', () => {
  test('keeps the order and has one write under way at a time', async () => {
    const sent: string[] = []
    let release = () => {}
    const sender = new Sender(
      (data) => {
        sent.push(data)
        return new Promise((resolve) => (release = resolve))
      },
      () => {},
    )
    sender.send('l')
    sender.send('s')
    sender.send('\r')
    expect(sent, 'the rest waits for the first').toEqual(['l'])
    release()
    await settle()
    expect(sent, 'what waited goes together').toEqual(['l', 's\r'])
  })

  test('tells of a failure and takes new input afterwards', async () => {
    const failed = vi.fn()
    let broken = true
    const sent: string[] = []
    const sender = new Sender((data) => {
      sent.push(data)
      return broken ? Promise.reject(new Error('closed')) : Promise.resolve()
    }, failed)
    sender.send('a')
    await settle()
    expect(failed).toHaveBeenCalledOnce()
    broken = false
    sender.send('b')
    await settle()
    expect(sent).toEqual(['a', 'b'])
  })
})

describe('Quiet', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('speaks once, when output pauses after input', () => {
    const quiet = vi.fn()
    const watch = new Quiet(quiet, 500)
    watch.output()
    vi.advanceTimersByTime(1000)
    expect(quiet, 'output without input is nobody’s doing').not.toHaveBeenCalled()

    watch.input()
    watch.output()
    vi.advanceTimersByTime(400)
    watch.output()
    vi.advanceTimersByTime(400)
    expect(quiet, 'output goes on').not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(quiet).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(5000)
    expect(quiet, 'no timer runs on').toHaveBeenCalledOnce()
  })
})
