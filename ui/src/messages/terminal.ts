/**
 * Commands for a terminal that are nobody's action: the doctor's, and those by which an engine takes a new configuration.
 * There are few, each fixed but for a name, so that they are read here and not by a shell's grammar.
 */
import type { CommandLine, CommandPart } from '../engine/gen/command'
import type { Endpoint } from '../engine/gen/engine'
import { unexplained } from './command'
import { isInvisible } from './escapeInvisible'

/** A word as Rust quotes it. */
const word = /(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\'|[^\s'])+/.source

/** What begins at a place of a command, and what that is called where it is explained; the first that fits counts. */
const phrases: readonly (readonly [term: string, said: RegExp])[] = [
  ['then', /&&/],
  ['terminal-sudo', /sudo/],
  ['terminal-apt-update', /apt-get update/],
  ['terminal-install', /(?:(?:apt-get|dnf|zypper|winget) install|pacman -S|apk add|brew install --cask) (?<value>\S+)/],
  ['terminal-enable', /systemctl enable --now (?<value>\S+)/],
  ['terminal-enable-own', /systemctl --user enable --now (?<value>\S+)/],
  ['terminal-boot', /rc-update add (?<value>\S+)/],
  ['terminal-start', /systemctl start (?<value>\S+)/],
  ['terminal-start', /service (?<value>\S+) start/],
  ['terminal-start-own', /systemctl --user start (?<value>\S+)/],
  ['terminal-open', /open -a (?<value>\S+)/],
  ['terminal-reload', /systemctl reload (?<value>\S+)/],
  ['terminal-reload', /pkill -HUP -x (?<value>\S+)/],
  ['terminal-restart', /(?:systemctl|snap|orb) restart (?<value>\S+)/],
  ['terminal-restart', /service (?<value>\S+) restart/],
  ['terminal-restart-own', /systemctl --user restart (?<value>\S+)/],
  ['terminal-restart-machine', /(?<value>colima) restart(?: \S+)?/],
  ['terminal-join-group', /usermod -aG (?<value>\S+) .+/],
  ['terminal-new-group', /newgrp (?<value>\S+)/],
  ['terminal-unset', /unset (?<value>\S+(?: \S+)*)/],
  ['terminal-contexts', /docker context ls/],
  ['terminal-use-context', /docker context use (?<value>\S+)/],
  ['terminal-certificate', new RegExp(`openssl s_client -connect (?<value>${word}) -showcerts </dev/null`)],
  ['terminal-ssh', new RegExp(`ssh (?:-p \\d+ )?-- (?<value>${word})`)],
  ['terminal-version', /docker version/],
  ['export', /export/],
  ['docker-tls-verify', /DOCKER_TLS_VERIFY=1/],
  ['docker-cert-path', /DOCKER_CERT_PATH=(?<value>\S+)/],
]

/** What the parts of {@link terminalCommand} are called where they are explained, but for those of other commands. */
export const phraseTerms = [...new Set(phrases.map(([term]) => term))].filter((term) => term.startsWith('terminal-'))

/** A command for a terminal, explained as far as it is known; words between stay as they are. */
export function terminalCommand(text: string): CommandLine {
  const parts: CommandPart[] = []
  for (let at = 0; at < text.length; at += (parts.at(-1)?.text.length ?? 0) + 1) parts.push(partAt(text.slice(at)))
  return parts.some(({ term }) => term !== '') ? { text, whole: null, parts } : unexplained(text)
}

function partAt(rest: string): CommandPart {
  for (const [term, said] of phrases) {
    const found = new RegExp(`^(?:${said.source})(?= |$)`).exec(rest)
    if (found) return part(term, found[0], found.groups?.value ?? '')
  }
  return part('', /^\S*/.exec(rest)?.[0] ?? rest, '')
}

/** A part that no field of a form stands for. */
function part(term: string, text: string, value: string): CommandPart {
  return { text, long: text, term, values: { value }, fields: [], index: null }
}

/** A word as a POSIX shell takes it; what cannot be seen is written in `$'…'`, as in Rust (`grammar/words.rs`). */
function quoted(word: string): string {
  if (isInvisible(word)) return `$'${[...word].map(escaped).join('')}'`
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function escaped(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`
  if (!isInvisible(character)) return character
  return [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
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
