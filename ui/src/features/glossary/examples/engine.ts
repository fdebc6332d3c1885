/** Examples: the engine itself, and the way to it. */
import { escapeInvisible } from '../../../messages/escapeInvisible'
import { listed } from '../../../messages/format'
import type { Examples } from './example'

export const engineExamples = {
  engine: ({ live }) =>
    live.engine && {
      values: {
        // A name, the same in every language.
        product: live.engine.product === 'podman' ? 'Podman' : 'Docker',
        version: escapeInvisible(live.engine.version),
        host: escapeInvisible(live.engine.hostName),
      },
      way: { to: 'engine' },
    },
  platform: ({ live }) =>
    live.engine && {
      values: { platform: escapeInvisible(`${live.engine.os}/${live.engine.architecture}`) },
      way: { to: 'engine' },
    },
  socket: ({ live }) => {
    const address = live.engine?.endpoint.address ?? ''
    return /^(unix|npipe):/.test(address)
      ? { values: { address: escapeInvisible(address) }, way: { to: 'engine' } }
      : null
  },
  context: ({ live }) => {
    const endpoint = live.engine?.endpoint
    return endpoint?.source === 'context'
      ? {
          values: { name: escapeInvisible(endpoint.name), address: escapeInvisible(endpoint.address) },
          way: { to: 'engine' },
        }
      : null
  },
  podman: ({ live }) =>
    live.engine?.product === 'podman'
      ? { values: { version: escapeInvisible(live.engine.version) }, way: { to: 'engine' } }
      : null,
  mirror: ({ live }) => {
    const mirrors = live.engine?.mirrors ?? []
    return mirrors.length > 0 ? { values: { mirrors: escapeInvisible(listed(mirrors)) }, way: { to: 'engine' } } : null
  },
} satisfies Examples
