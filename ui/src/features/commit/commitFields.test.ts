import { describe, expect, test } from 'vitest'

import { emptyForm, filledIndex, placeOf, toAction, withRows, type Fields } from './commitFields'

const fields: Fields = {
  ...emptyForm('web'),
  repository: ' nginx ',
  tag: 'v2',
  changes: [
    { instruction: 'CMD', value: '' },
    { instruction: 'ENV', value: ' A=1 ' },
    { instruction: 'EXPOSE', value: '80' },
  ],
}

describe('commit form', () => {
  test('pauses the container unless told otherwise, as docker does', () => {
    expect(emptyForm('web').pause).toBe(true)
  })

  test('changes go as Dockerfile lines; rows without arguments do not', () => {
    expect(toAction(fields)).toMatchObject({
      kind: 'commit',
      container: 'web',
      repository: 'nginx',
      tag: 'v2',
      changes: ['ENV A=1', 'EXPOSE 80'],
    })
  })

  test('is filled from a command that was read', () => {
    const given = {
      ...emptyForm('web'),
      repository: 'nginx',
      changes: ['CMD ["nginx", "-g", "daemon off;"]', 'env A=b c'],
    }
    expect(withRows(given, 'web')).toMatchObject({
      repository: 'nginx',
      changes: [
        { instruction: 'CMD', value: '["nginx", "-g", "daemon off;"]' },
        { instruction: 'ENV', value: 'A=b c' },
      ],
    })
  })

  test('a problem’s index finds its row', () => {
    expect(filledIndex(fields.changes, 2)).toBe(1)
    expect(filledIndex(fields.changes, 0)).toBeNull()
  })

  test('a refusal finds its field', () => {
    expect(placeOf({ code: 'tagInvalid', message: '', byEngine: false, details: {} })).toBe('tag')
    expect(placeOf({ code: 'engineLost', message: '', byEngine: false, details: {} })).toBeNull()
  })
})
