import { expect, test } from 'vitest'

import commands from '../../testing/commands.json'
import { actionOf } from './recordedAction'

test('the commands that removals are recorded with are read back', () => {
  expect(actionOf('docker rmi a:1 b:2'), 'a removal').toEqual({ kind: 'removeImages', targets: ['a:1', 'b:2'] })
  const cleanUp = commands.find(({ whole }) => whole?.term === 'cleanUp')?.text ?? ''
  expect(cleanUp, 'the sample that Rust wrote').toContain('docker builder prune')
  expect(actionOf(cleanUp), 'a clean-up, step by step').toEqual({
    kind: 'cleanUp',
    steps: [
      { kind: 'stopContainer', container: 'web' },
      { kind: 'removeContainer', container: 'old' },
      { kind: 'removeContainer', container: 'web' },
      { kind: 'removeImage', target: 'a:1' },
      { kind: 'removeVolume', volume: 'data' },
      { kind: 'pruneBuildCache' },
    ],
    predicted: { least: 0, most: 0 },
  })
})

test.each(['', 'docker run a', 'docker rmi a ; make coffee', `docker rmi ${'a '.repeat(3000)}`])(
  '%.30s is left as it stands',
  (command) => {
    expect(actionOf(command), 'not one of ours, or too long to be looked at').toBeNull()
  },
)
