import { render, screen } from '@testing-library/svelte'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import type { Meaning } from '../engine/gen/command'
import { languages, messageIds, setLanguage } from '../messages/index.svelte'
import { FakeEngine } from '../testing/fakeEngine'
import TestApp from '../testing/TestApp.svelte'
import CommandNotes from './CommandNotes.svelte'

/** A note of each kind that Rust has, with the values that it gives. */
const source = readFileSync('../src-tauri/engine/src/command_line/notes.rs', 'utf8').split('#[cfg(test)]')[0] ?? ''
const notes: Meaning[] = [...source.matchAll(/note\("([\w-]+)", &\[(.*?)\]\)/gs)].map(([, term = '', values = '']) => ({
  term,
  values: Object.fromEntries([...values.matchAll(/\("(\w+)",/g)].map(([, name = '']) => [name, `the ${name}`])),
}))

test.each(languages)('each note has its sentence in %s, with all that Rust says', (language) => {
  setLanguage(language)
  expect(notes.map(({ term }) => `note-${term}`).sort(), 'one message for each note').toEqual(
    messageIds(language).filter((id) => id.startsWith('note-')),
  )
  render(TestApp, { props: { engine: new FakeEngine(), component: CommandNotes, props: { notes } } })
  for (const { term, values } of notes) {
    const said = document.querySelector(`[data-note="${term}"]`)
    for (const value of Object.values(values)) expect(said, `${term} says all`).toHaveTextContent(value ?? '')
  }
})

test('nothing to note is nothing to see', () => {
  render(CommandNotes, { props: { notes: [] } })
  expect(screen.queryByTestId('command-notes'), 'no empty list').toBeNull()
})
