import { expect, test } from 'vitest'

import { anEndpoint } from '../testing/fake'
import { sameEndpoint, terminalLine } from './endpoints'

test.each([
  [anEndpoint(), 'export DOCKER_HOST=unix:///var/run/docker.sock'],
  [anEndpoint({ address: "unix:///home/o'hara x/d.sock" }), `export DOCKER_HOST='unix:///home/o'\\''hara x/d.sock'`],
  [
    anEndpoint({ address: 'tcp://host:2376', tls: { folder: '/certs', verify: true } }),
    'export DOCKER_HOST=tcp://host:2376 DOCKER_CERT_PATH=/certs DOCKER_TLS_VERIFY=1',
  ],
  [
    anEndpoint({ address: 'tcp://host:2376', tls: { folder: '/certs', verify: false } }),
    'export DOCKER_HOST=tcp://host:2376 DOCKER_CERT_PATH=/certs DOCKER_TLS=1',
  ],
])('%o in a terminal', (endpoint, line) => {
  expect(terminalLine(endpoint).text, 'quoted for a shell').toBe(line)
})

test('a place is known by its address and how it was found', () => {
  expect(sameEndpoint(anEndpoint(), anEndpoint()), 'the same').toBe(true)
  expect(sameEndpoint(anEndpoint(), anEndpoint({ source: 'context', name: 'default' })), 'found otherwise').toBe(false)
})
