import { render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { archiveDialog, layersPanel } from '../../state/dialogs.svelte'
import { route } from '../../state/route.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aFailure } from '../../testing/fixtures/failures'
import TestApp from '../../testing/TestApp.svelte'
import ArchiveDialog from './ArchiveDialog.svelte'

const path = '/tmp/shop.tar'

function show() {
  setLanguage('en')
  const engine = new FakeEngine()
  archiveDialog.open({})
  render(TestApp, { props: { engine, component: ArchiveDialog } })
  return { engine, user: userEvent.setup() }
}

afterEach(() => {
  archiveDialog.close()
  layersPanel.close()
})

test('an archive that is chosen is read', async () => {
  const { engine, user } = show()
  engine.archive = path
  expect(screen.getByTestId('archive-read'), 'nothing can be read before a file is named').toHaveProperty(
    'disabled',
    true,
  )
  await user.click(screen.getByTestId('archive-choose'))
  expect(screen.getByTestId('archive-path'), 'the path that was chosen').toHaveProperty('value', path)
  await waitFor(() => expect(screen.getByTestId('archive-read'), 'it may be read').toHaveProperty('disabled', false))
  await user.click(screen.getByTestId('archive-read'))
  expect(layersPanel.value, 'what is looked at').toEqual({ kind: 'archive', path })
  expect(route(), 'the screen that shows it').toBe('images')
  await waitFor(() => expect(screen.queryByTestId('archive-dialog'), 'the dialog has gone').toBeNull())
})

test('choosing none keeps what was typed, and a wrong path is told at the field', async () => {
  const { engine, user } = show()
  engine.problems = () => [{ field: 'path', index: null, warning: false, error: aFailure('fileFailed', { path }) }]
  await user.type(screen.getByTestId('archive-path'), path)
  await user.click(screen.getByTestId('archive-choose'))
  expect(screen.getByTestId('archive-path'), 'what was typed').toHaveProperty('value', path)
  await waitFor(() => {
    expect(screen.getByTestId('archive-path').getAttribute('aria-invalid'), 'the field is wrong').toBe('true')
  })
  expect(screen.getByTestId('archive-read'), 'it cannot be read').toHaveProperty('disabled', true)
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } })
  expect(violations, 'what axe finds').toEqual([])
})
