import { afterEach, describe, expect, test } from 'vitest'

import type { Port } from '../../engine/gen/container'
import { setLanguage } from '../../messages/index.svelte'
import { aContainer } from '../../testing/fixtures/containers'
import { browserAddress, portRows, portText, stateLabel } from './containerLabels'

const now = 1_764_000_000
const port = (over: Partial<Port> = {}): Port => ({
  container: 80,
  protocol: 'tcp',
  host: 8080,
  address: '0.0.0.0',
  ...over,
})

afterEach(() => setLanguage('en'))

describe('stateLabel', () => {
  test.each([
    [{ state: 'running', since: now - 300 }, 'Up 5 minutes', '运行时长：5 分钟'],
    [{ state: 'paused', since: now - 300 }, 'Up 5 minutes (Paused)', '运行时长：5 分钟（已暂停）'],
    [{ state: 'exited', since: now - 180, exitCode: 0 }, 'Exited (0) 3 minutes ago', '已退出（0），3 分钟前'],
    [{ state: 'exited', since: null, exitCode: 137 }, 'Exited (137)', '已退出（137）'],
    [{ state: 'restarting', since: now - 5, exitCode: 1 }, 'Restarting (1) 5 seconds ago', '正在重启（1），5 秒前'],
    [{ state: 'created', since: null }, 'Created', '已创建'],
    [{ state: 'removing', since: now }, 'Removal In Progress', '正在删除'],
    [{ state: 'dead', since: now }, 'Dead', '已失效'],
  ] as const)('%j', (over, english, chinese) => {
    expect(stateLabel(aContainer(over), now), 'as docker ps prints it').toBe(english)
    setLanguage('zh-CN')
    expect(stateLabel(aContainer(over), now)).toBe(chinese)
  })
})

describe('ports', () => {
  test('one as docker ps prints it', () => {
    expect(portText(port())).toBe('0.0.0.0:8080->80/tcp')
    expect(portText(port({ address: '::' }))).toBe('[::]:8080->80/tcp')
    expect(portText(port({ host: null }))).toBe('80/tcp')
  })

  test('the same port on IPv4 and IPv6 is shown once', () => {
    expect(portRows([port(), port({ address: '::' })])).toEqual([{ text: '8080→80', address: 'http://localhost:8080' }])
  })

  test('an address that is not every address is told', () => {
    expect(portRows([port({ address: '127.0.0.1' })])[0]).toEqual({
      text: '127.0.0.1:8080→80',
      address: 'http://localhost:8080',
    })
  })

  test('many ports one after another are one row, as docker ps prints them', () => {
    const many = Array.from({ length: 10_001 }, (_, at) => [
      port({ container: 10_000 + at, host: 10_000 + at }),
      port({ container: 10_000 + at, host: 10_000 + at, address: '::' }),
    ]).flat()
    expect(portRows([...many, port()]).map((row) => row.text)).toEqual(['8080→80', '10000-20000→10000-20000'])
    expect(portRows([port(), port({ container: 81, host: 8081 })]).length, 'two can be opened').toBe(2)
  })

  test('a browser opens what is published over TCP only', () => {
    expect(browserAddress(port({ protocol: 'udp' }))).toBeNull()
    expect(browserAddress(port({ host: null })), 'exposed, not published').toBeNull()
    expect(browserAddress(port({ address: 'fd00::1' }))).toBe('http://[fd00::1]:8080')
    expect(portRows([port({ protocol: 'udp' })])[0]?.text, 'its protocol is told').toBe('8080→80/udp')
  })
})
