import { describe, expect, test } from 'vitest'

import type { Error as Failure } from '../../engine/gen/error'
import { emptyForm, filledIndex, placeOf, presetOf, publishes, readForm, toAction, withPreset } from './runFields'

const failure = (code: Failure['code'], details: Record<string, string> = {}): Failure => ({
  code,
  message: '',
  byEngine: false,
  details,
})

describe('quick choices', () => {
  test('the form begins as a shell to try things', () => {
    const form = emptyForm('ubuntu:14.04')
    expect(form).toMatchObject({ interactive: true, tty: true, remove: true, detach: false })
    expect(presetOf(form)).toBe('shell')
  })

  test('a server publishes a range as a range, without privileges', () => {
    const exposed = Array.from({ length: 10_001 }, (_, at) => `${1000 + at}/udp`)
    const form = withPreset(emptyForm('voice'), 'server', exposed)
    expect(form.ports).toEqual(['9000-9023:1000-1023/udp', '1024-11000:1024-11000/udp'])
  })

  test('a server in the background publishes the image’s ports', () => {
    const form = withPreset(emptyForm('nginx'), 'server', ['80/tcp', '8443/tcp', '53/udp'])
    expect(form).toMatchObject({ interactive: false, tty: false, remove: false, detach: true })
    expect(form.ports).toEqual(['8080:80', '8443:8443', '8053:53/udp'])
    expect(presetOf(form)).toBe('server')
  })

  test('ports that were typed stay', () => {
    const form = withPreset({ ...emptyForm('nginx'), ports: ['80:80'] }, 'server', ['80/tcp'])
    expect(form.ports).toEqual(['80:80'])
  })

  test('anything else is neither', () => {
    expect(presetOf({ ...emptyForm('nginx'), remove: false })).toBeNull()
  })
})

describe('toAction', () => {
  test('leaves out rows that nothing was typed into', () => {
    const form = { ...emptyForm(' nginx '), ports: ['', ' 8080:80 ', ''], env: ['A=1', '', 'B='] }
    expect(toAction(form)).toMatchObject({
      kind: 'run',
      image: 'nginx',
      ports: ['8080:80'],
      env: ['A=1', 'B='],
      volumes: [],
    })
  })

  test('the command goes as typed: spaces may be meant', () => {
    expect(toAction({ ...emptyForm('a'), command: 'sh -c "a  b"' })).toMatchObject({ command: 'sh -c "a  b"' })
  })
})

describe('filledIndex', () => {
  test('counts the filled rows before', () => {
    expect(filledIndex(['', 'a', '', 'b'], 3)).toBe(1)
    expect(filledIndex(['', 'a'], 0), 'an empty row has no place').toBeNull()
  })
})

describe('placeOf', () => {
  const form = { ...emptyForm('nginx'), ports: ['', '9000:90', '127.0.0.1:8080-8090:80-90'], volumes: ['/no:/x'] }

  test('finds the field by the error’s code', () => {
    expect(placeOf(failure('nameTaken', { name: 'web' }), form)).toEqual({ field: 'name', row: null })
    expect(placeOf(failure('commandNotFound'), form)).toEqual({ field: 'command', row: null })
    expect(placeOf(failure('engineLost'), form), 'not about a field').toBeNull()
  })

  test('finds the row by what the error tells', () => {
    expect(placeOf(failure('portTaken', { port: '8085' }), form)).toEqual({ field: 'ports', row: 2 })
    expect(placeOf(failure('portTaken', { port: '1' }), form), 'no row has it').toEqual({ field: 'ports', row: null })
    expect(placeOf(failure('mountSourceMissing', { path: '/no' }), form)).toEqual({ field: 'volumes', row: 0 })
    const other = ['--init', '-u 0:nosuchgroup']
    expect(placeOf(failure('groupNotFound', { group: 'nosuchgroup' }), { ...form, other })).toEqual({
      field: 'other',
      row: 1,
    })
  })
})

describe('other flags', () => {
  const form = { ...emptyForm('nginx'), other: ['--memory lots', ' ', '--restart always'] }

  test('are part of the action, without empty rows', () => {
    expect(toAction(form)).toMatchObject({ other: ['--memory lots', '--restart always'] })
  })

  test('have the errors that are about them', () => {
    const refused = failure('flagValueInvalid', { flag: '--restart', value: 'always' })
    expect(placeOf(refused, form)).toEqual({ field: 'other', row: 2 })
    expect(placeOf(failure('fileFailed', { path: '/no.env' }), { ...form, other: ['--env-file /no.env'] })).toEqual({
      field: 'other',
      row: 0,
    })
  })
})

describe('readForm', () => {
  test('has a row to type into where the command had none', () => {
    const action = toAction({ ...emptyForm('redis'), ports: ['80:80'], other: ['--init'] })
    expect(readForm({ text: '', action, selection: null, remarks: [], others: [] })).toMatchObject({
      image: 'redis',
      ports: ['80:80'],
      env: [''],
      other: ['--init'],
    })
  })

  test('is nothing for another command', () => {
    expect(
      readForm({ text: '', action: { kind: 'listContainers', all: true }, selection: null, remarks: [], others: [] }),
    ).toBeNull()
  })
})

describe('publishes', () => {
  test.each([
    ['8080:80', true],
    ['8080:80/tcp', true],
    ['0.0.0.0:8080:80', true],
    ['[::1]:8080:80', true],
    ['8000-8100:80-180', true],
    ['80:8080', false],
    ['8080', false],
  ])('%s takes 8080: %s', (value, takes) => {
    expect(publishes(value, 8080)).toBe(takes)
  })
})
