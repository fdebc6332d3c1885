import { readFileSync, readdirSync } from 'node:fs'

import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { createRawSnippet } from 'svelte'
import { expect, test, vi } from 'vitest'

import Button from './Button.svelte'

const words = createRawSnippet(() => ({ render: () => '<span>Open</span>' }))

function show() {
  const pressed = vi.fn()
  const submitted = vi.fn((event: Event) => {
    event.preventDefault()
  })
  const form = document.createElement('form')
  form.innerHTML = '<input aria-label="Name" />'
  form.addEventListener('submit', submitted)
  document.body.append(form)
  const props = { type: 'submit' as const, onclick: pressed, children: words }
  const { rerender } = render(Button, { target: form, props })
  return { pressed, submitted, turn: (disabled: boolean) => rerender({ ...props, disabled }), user: userEvent.setup() }
}

test('a button that is disabled while it has the focus keeps the focus, and does nothing', async () => {
  const { pressed, submitted, turn, user } = show()
  const button = screen.getByRole('button', { name: 'Open' })
  button.focus()
  await turn(true)
  expect(button, 'the focus is where it was').toHaveFocus()
  expect(button, 'a browser does not take it from an enabled control').toBeEnabled()
  expect(button, 'screen readers say that it is disabled').toHaveAttribute('aria-disabled', 'true')
  await user.keyboard('{Enter} ')
  await user.click(button)
  await user.type(screen.getByLabelText('Name'), '{Enter}')
  expect(
    [pressed, submitted].map((each) => each.mock.calls.length),
    'pressed and submitted',
  ).toEqual([0, 0])
  expect(button, 'the focus has left').toBeDisabled()
  expect(button, 'one word for it is enough').not.toHaveAttribute('aria-disabled')

  await turn(false)
  await user.click(button)
  expect(
    [pressed, submitted].map((each) => each.mock.calls.length),
    'enabled again',
  ).toEqual([1, 1])
})

test('no control is disabled in another way', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'))
  const native = /<(button|input|select|textarea)\b(?:[^>"'{]|"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})*\sdisabled\b/
  expect(files.length, 'components').toBeGreaterThan(100)
  expect(files.filter((file) => native.test(readFileSync(`src/${file}`, 'utf8')))).toEqual([])
  expect(native.test('<input type="radio" onclick={() => ({ a: 1 })} disabled={right} />'), 'one is found').toBe(true)
})
