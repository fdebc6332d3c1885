import { render, screen } from '@testing-library/svelte'
import { expect, test } from 'vitest'

import { resetPracticeDialog } from '../../state/dialogs.svelte'
import { FakeEngine } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import PracticeCard from './PracticeCard.svelte'

test('emptying that is asked for elsewhere is asked about here, once', async () => {
  const engine = new FakeEngine().connected()
  engine.send({ kind: 'practice', status: { state: 'running', address: 'unix:///practice.sock', ours: true } })
  resetPracticeDialog.open()
  const { unmount } = render(TestApp, { props: { engine, component: PracticeCard, props: {} } })
  expect(await screen.findByTestId('practice-reset-dialog'), 'before anything goes').toBeVisible()
  unmount()
  render(TestApp, { props: { engine, component: PracticeCard, props: {} } })
  expect(screen.queryByTestId('practice-reset-dialog')).toBeNull()
})
