/** What is to be done to a container once somebody has said yes; anybody may ask for it. */
import type { Container } from '../../engine/gen/container'

/** The kinds of action that take a container and nothing else. */
export type Control = 'startContainer' | 'stopContainer' | 'killContainer' | 'restartContainer' | 'attach'

let asked: { kind: Control; container: Container } | null = $state.raw(null)

export function openControl(kind: Control, container: Container): void {
  asked = { kind, container }
}

export function closeControl(): void {
  asked = null
}

/** What was asked for, anew each time; `null` while the dialog is closed. */
export function controlAsked(): Readonly<typeof asked> {
  return asked
}
