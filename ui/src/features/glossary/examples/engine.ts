/** Examples: the engine itself, and the way to it. */
import { plain } from '../../../messages/escapeInvisible'
import { listed } from '../../../messages/format'
import type { Examples } from './example'

export const engineExamples = {
  engine: ({ live }) =>
    live.engine && {
      values: {
        // A name, the same in every language.
        product: live.engine.product === 'podman' ? 'Podman' : 'Docker',
        version: plain(live.engine.version),
        host: plain(live.engine.hostName),
      },
      way: { to: 'engine' },
    },
  platform: ({ live }) =>
    live.engine && {
      values: { platform: plain(`${live.engine.os}/${live.engine.architecture}`) },
      way: { to: 'engine' },
    },
  socket: ({ live }) => {
    const address = live.engine?.endpoint.address ?? ''
    return /^(unix|npipe):/.test(address) ? { values: { address: plain(address) }, way: { to: 'engine' } } : null
  },
  context: ({ live }) => {
    const endpoint = live.engine?.endpoint
    return endpoint?.source === 'context'
      ? { values: { name: plain(endpoint.name), address: plain(endpoint.address) }, way: { to: 'engine' } }
      : null
  },
  podman: ({ live }) =>
    live.engine?.product === 'podman'
      ? { values: { version: plain(live.engine.version) }, way: { to: 'engine' } }
      : null,
  mirror: ({ live }) => {
    const mirrors = live.engine?.mirrors ?? []
    return mirrors.length > 0 ? { values: { mirrors: plain(listed(mirrors)) }, way: { to: 'engine' } } : null
  },
} satisfies Examples
