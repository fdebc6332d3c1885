/** Telling endpoints apart, and what engines are called. */
import type { LocalService } from '../../engine/gen/doctor'
import type { Endpoint } from '../../engine/gen/engine'

/** What engines that can be started here are called: names, in every language. */
export const products: Record<LocalService, string> = {
  docker: 'Docker',
  podman: 'Podman',
  dockerDesktop: 'Docker Desktop',
}

export function sameEndpoint(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.source === other.source && one.name === other.name
}
