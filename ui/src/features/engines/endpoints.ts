/** Telling endpoints apart, and using one in a terminal. */
import type { Endpoint } from '../../engine/gen/Endpoint'
import type { LocalService } from '../../engine/gen/LocalService'

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

/** What makes a terminal use the same engine as the window. */
export function terminalLine(endpoint: Endpoint): string {
  const words = [`DOCKER_HOST=${quoted(endpoint.address)}`]
  if (endpoint.tls) {
    words.push(`DOCKER_CERT_PATH=${quoted(endpoint.tls.folder)}`)
    // The docker command speaks TLS without checking the certificate when this is set but empty.
    words.push(`DOCKER_TLS${endpoint.tls.verify ? '_VERIFY' : ''}=1`)
  }
  return `export ${words.join(' ')}`
}
