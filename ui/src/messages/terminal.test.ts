import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { anEndpoint } from '../testing/fixtures/engines'
import { explanationText } from './command'
import { languages, setLanguage } from './index.svelte'
import { phraseTerms, terminalCommand, terminalLine } from './terminal'

/** The commands that Rust has, with a name where it fills one in. */
const sources = ['doctor/remedies.rs', 'mirrors/configuration/facts.rs'].map(
  (file) => readFileSync(`../src-tauri/engine/src/${file}`, 'utf8').split('#[cfg(test)]')[0] ?? '',
)
const program = 'sudo|systemctl|service|unset|docker context|newgrp|openssl|export|brew|winget|colima|orb|ssh'
const fixed = sources.flatMap((source) =>
  [...source.matchAll(new RegExp(`"((?:${program}) [^"]*)"`, 'g'))]
    .map(([, text = '']) => text.replace('{port}-- {}', '-p 22 -- me@far').replace('-connect {}', '-connect far:2376'))
    .filter((text) => !/^sudo \{|\w\{/.test(text))
    .map((text) => text.replaceAll(/\{\w*\}/g, 'far')),
)
/** Those that it puts together from words. */
const started = [
  'sudo systemctl start docker',
  'sudo service docker start',
  'systemctl --user start podman.socket',
  'systemctl --user start docker-desktop',
  'open -a Docker',
  'colima restart work',
  "sudo usermod -aG docker 'a; rm -rf /'",
  "ssh -- 'a; b@far' docker version",
  "openssl s_client -connect '[::1]:2376' -showcerts </dev/null",
]

test('there are commands to explain', () => {
  expect(fixed.length, 'as Rust writes them').toBeGreaterThan(20)
})

test.each([...fixed, ...started])('%s is explained whole', (text) => {
  const command = terminalCommand(text)
  expect(command.parts.map((part) => part.text).join(' '), 'its parts are all of it').toBe(text)
  for (const language of languages) {
    setLanguage(language)
    expect(
      command.parts.filter((part) => !explanationText(part)).map((part) => part.text),
      'parts that nothing is said of',
    ).toEqual([])
  }
})

test('each explanation is of use', () => {
  const used = new Set([...fixed, ...started].flatMap((text) => terminalCommand(text).parts.map((part) => part.term)))
  expect(
    phraseTerms.filter((term) => !used.has(term)),
    'phrases that no command has',
  ).toEqual([])
})

test('what is not known stays as it is', () => {
  expect(terminalCommand('make coffee').parts, 'nothing to explain').toEqual([])
  const some = terminalCommand('sudo make  coffee')
  expect(some.parts.map((part) => part.text).join(' '), 'not a character is lost').toBe('sudo make  coffee')
  expect(
    some.parts.map((part) => part.term),
    'what is known is told all the same',
  ).toEqual(['terminal-sudo', '', '', ''])
})

test.each([
  [anEndpoint(), 'export DOCKER_HOST=unix:///var/run/docker.sock'],
  [anEndpoint({ address: "unix:///home/o'hara x/d.sock" }), `export DOCKER_HOST='unix:///home/o'\\''hara x/d.sock'`],
  [anEndpoint({ address: "unix:///a'\u0003\u202e" }), "export DOCKER_HOST=$'unix:///a\\'\\x03\\xe2\\x80\\xae'"],
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
