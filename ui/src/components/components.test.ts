import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { createRawSnippet } from 'svelte'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../messages/index.svelte'
import { aFailure, aProblem } from '../testing/fake'
import ErrorNote from './ErrorNote.svelte'
import Field from './Field.svelte'

beforeEach(() => setLanguage('en'))

test('a field ties its label, its hint and its problems to the control', () => {
  const children = createRawSnippet<[{ id: string; 'aria-describedby': string | undefined }]>((control) => ({
    render: () =>
      `<input id="${control().id}" aria-describedby="${control()['aria-describedby']}" aria-invalid="true" />`,
  }))
  render(Field, {
    label: 'Image',
    hint: 'Name and tag',
    problems: [aProblem('reference', 'referenceUppercase', { reference: 'Ubuntu', suggestion: 'ubuntu' })],
    children,
  })
  const input = screen.getByLabelText('Image')
  expect(input, 'hint and problem describe it').toHaveAccessibleDescription(
    /Name and tag.*lowercase.*Did you mean ubuntu\?/s,
  )
  expect(screen.getByTestId('error').dataset.code, 'the code, for tests and automation').toBe('referenceUppercase')
})

test('an error has its sentence, its next step, a button and the engine’s words', async () => {
  const user = userEvent.setup()
  let retried = 0
  render(ErrorNote, {
    failure: aFailure('noSpace', {}, 'write /var/lib: no space left on device\u001b[0m'),
    next: { label: 'Again', run: () => retried++ },
  })
  expect(screen.getByRole('alert'), 'it is announced').toHaveTextContent(
    'The disk that the engine stores images on is full.',
  )
  expect(screen.getByText(/no space left on device/), 'control characters are seen').toHaveTextContent('␛[0m')
  await user.click(screen.getByRole('button', { name: 'Again' }))
  expect(retried, 'the button is the next step').toBe(1)
})
