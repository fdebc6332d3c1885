/** What the table says of a container, as `docker ps` says it. */
import { rangeText, runsOf } from '../../domain/portRanges'
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

/** From so many ports one after another on, they are one row. */
const longRun = 5

/** The ports to show, each once: the same one on IPv4 and IPv6 counts as one, and many one after another as well. */
export function portRows(ports: readonly Port[]): PortRow[] {
  const rows = new Map<string, PortRow>()
  for (const run of runsOf(ports.toSorted(byPlace), continues)) {
    const [first, last] = [run[0], run.at(-1)]
    const isLong = first && last && last.container - first.container >= longRun - 1
    for (const [from, to] of isLong ? [[first, last] as const] : run.map((port) => [port, port] as const)) {
      const text = rowText(from, to)
      if (!rows.has(text)) rows.set(text, { text, address: isLong ? null : browserAddress(from) })
    }
  }
  return [...rows.values()]
}

/** The address, alike for all that mean every address. */
function place(port: Port): string {
  return everywhere.has(port.address) ? '' : port.address
}

function byPlace(a: Port, b: Port): number {
  return (
    place(a).localeCompare(place(b)) ||
    a.protocol.localeCompare(b.protocol) ||
    a.container - b.container ||
    (a.host ?? 0) - (b.host ?? 0)
  )
}

/** Whether it is the next port, or the same on another address. */
function continues(before: Port, next: Port): boolean {
  const step = next.container - before.container
  const hostStep = before.host === null || next.host === null ? null : next.host - before.host
  const together = hostStep === step || (before.host === null && next.host === null)
  return place(before) === place(next) && before.protocol === next.protocol && together && step <= 1
}

function rowText(first: Port, last: Port): string {
  const inside = rangeText(first.container, last.container)
  const protocol = first.protocol === 'tcp' ? '' : `/${first.protocol}`
  if (first.host === null) return `${inside}${protocol}`
  const host = rangeText(first.host, last.host ?? first.host)
  const address = first.address.includes(':') ? `[${first.address}]` : first.address
  return `${everywhere.has(first.address) ? '' : `${address}:`}${host}→${inside}${protocol}`
}

/** Where a browser on this machine finds a published port. */
export function browserAddress(port: Port): string | null {
  if (port.host === null || port.protocol !== 'tcp') return null
  if (everywhere.has(port.address) || port.address === '127.0.0.1' || port.address === '::1') {
    return `http://localhost:${port.host}`
  }
  return `http://${port.address.includes(':') ? `[${port.address}]` : port.address}:${port.host}`
}
