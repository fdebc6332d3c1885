/** What the table says of a container, as `docker ps` says it. */
import type { Container, Port } from '../../engine/gen/container'
import { age, duration } from '../../messages/format'
import { t } from '../../messages/index.svelte'

/** The STATUS column (moby, daemon/container/state.go: `State.String`). `now` is in seconds since 1970. */
export function stateLabel(container: Container, now: number): string {
  const { state, since } = container
  const code = container.exitCode ?? 0
  const span = since === null ? null : duration(Math.max(0, now - since))
  switch (state) {
    case 'running':
      return span === null ? t('container-running') : t('container-up', { duration: span })
    case 'paused':
      return span === null ? t('container-paused') : t('container-up-paused', { duration: span })
    case 'restarting':
      return since === null
        ? t('container-restarting')
        : t('container-restarting-since', { code, age: age(since, now) })
    case 'exited':
      return since === null
        ? t('container-exited', { code })
        : t('container-exited-since', { code, age: age(since, now) })
    default:
      return t(`container-${state}`)
  }
}

/** One port as `docker ps` prints it: `0.0.0.0:8080->80/tcp`. */
export function portText(port: Port): string {
  const inside = `${port.container}/${port.protocol}`
  if (port.host === null) return inside
  const address = port.address.includes(':') ? `[${port.address}]` : port.address
  return `${address}:${port.host}->${inside}`
}

export interface PortRow {
  readonly text: string
  /** What the browser opens; `null` for one that it cannot. */
  readonly address: string | null
}

const everywhere = new Set(['0.0.0.0', '::', ''])

/** The ports to show, each once: the same one on IPv4 and IPv6 counts as one. */
export function portRows(ports: readonly Port[]): PortRow[] {
  const rows = new Map<string, PortRow>()
  for (const port of ports) {
    const anywhere = everywhere.has(port.address)
    const text = port.host !== null && anywhere ? `${port.host}→${port.container}` : portText(port).replace('->', '→')
    const shown =
      port.protocol === 'tcp'
        ? text.replace(/\/tcp$/, '')
        : anywhere && port.host !== null
          ? `${text}/${port.protocol}`
          : text
    if (!rows.has(shown)) rows.set(shown, { text: shown, address: browserAddress(port) })
  }
  return [...rows.values()]
}

/** Where a browser on this machine finds a published port. */
export function browserAddress(port: Port): string | null {
  if (port.host === null || port.protocol !== 'tcp') return null
  if (everywhere.has(port.address) || port.address === '127.0.0.1' || port.address === '::1') {
    return `http://localhost:${port.host}`
  }
  return `http://${port.address.includes(':') ? `[${port.address}]` : port.address}:${port.host}`
}
