/** Telling endpoints apart, and using one in a terminal. */
import { part } from '../messages/terminal'
import type { CommandLine } from '../engine/gen/action'
import type { Endpoint } from '../engine/gen/engine'
import type { LocalService } from '../engine/gen/doctor'

/** What engines that can be started here are called: names, in every language. */
export const products: Record<LocalService, string> = {
  docker: 'Docker',
  podman: 'Podman',
  dockerDesktop: 'Docker Desktop',
}

export function sameEndpoint(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.source === other.source && one.name === other.name
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** What the parts of {@link terminalLine} are called where they are explained. */
export const terminalTerms = ['export', 'docker-host', 'docker-cert-path', 'docker-tls', 'docker-tls-verify'] as const

/** What makes a terminal use the same engine as the window. */
export function terminalLine(endpoint: Endpoint): CommandLine {
  const parts = [
    part('export', 'export', ''),
    part('docker-host', `DOCKER_HOST=${quoted(endpoint.address)}`, endpoint.address),
  ]
  if (endpoint.tls) {
    const { folder, verify } = endpoint.tls
    parts.push(part('docker-cert-path', `DOCKER_CERT_PATH=${quoted(folder)}`, folder))
    // The docker command speaks TLS without checking the certificate when this is set but empty.
    parts.push(verify ? part('docker-tls-verify', 'DOCKER_TLS_VERIFY=1', '') : part('docker-tls', 'DOCKER_TLS=1', ''))
  }
  return { text: parts.map(({ text }) => text).join(' '), whole: { term: 'export', values: {} }, parts }
}
