import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect, test } from 'vitest'

import { setLanguage } from '../../messages/index.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aCopy, aRecord } from '../../testing/fixtures/copies'
import { anImage, digest } from '../../testing/fixtures/images'
import TestApp from '../../testing/TestApp.svelte'
import RecordsPanel from './RecordsPanel.svelte'

const reference = `ubuntu@${digest('9')}`
const pulled = aRecord({ tags: ['ubuntu:14.04', 'mine:1'], digests: [reference] })
const built = aRecord({ image: digest('bbb'), tags: ['team/app:1'] })
const copied = aRecord({ image: digest('ccc'), tags: [], deleted: false })

function show(records = [pulled, built, copied]) {
  const engine = new FakeEngine().connected([anImage({ id: copied.image })])
  engine.recorded = records
  engine.copies = [aCopy({}, { image: copied.image })]
  render(TestApp, { props: { engine, component: RecordsPanel } })
  return engine
}

async function row(image: string): Promise<HTMLElement> {
  const rows = await screen.findAllByTestId('record-row')
  const found = rows.find((one) => one.dataset.imageId === image)
  if (!found) throw new Error(`no row for ${image}`)
  return found
}

beforeEach(() => setLanguage('en'))

test('each record offers the way back that there is', async () => {
  const user = userEvent.setup()
  const engine = show()
  const first = await row(pulled.image)
  expect(first, 'what went, and by which command').toHaveTextContent(`mine:1 deleted`)
  expect(first, 'its digest').toHaveTextContent(reference)
  expect(first, 'the command').toHaveTextContent('docker rmi ubuntu:14.04')
  expect(await row(built.image), 'no way back').toHaveTextContent(
    'It wasn’t pulled from a registry, and no copy was kept.',
  )
  for (const way of ['record-again', 'record-restore'])
    expect(within(await row(built.image)).queryByTestId(way), 'nothing to press').toBeNull()
  const third = await row(copied.image)
  expect(third, 'an image without a name is called by its ID').toHaveTextContent('ccc000000000 untagged restored')

  await user.click(within(first).getByTestId('record-again'))
  await user.click(await screen.findByTestId('copies-confirm-start'))
  await user.click(within(third).getByTestId('record-restore'))
  await user.click(await screen.findByTestId('copies-confirm-start'))
  expect(engine.asked('perform'), 'by its digest with its names, and from its copy').toEqual([
    [{ kind: 'pullAgain', reference, tags: ['ubuntu:14.04', 'mine:1'] }],
    [{ kind: 'restoreCopy', copy: aCopy().id }],
  ])
})

test('the command of a removal is explained and copied like any other', async () => {
  const user = userEvent.setup()
  const engine = show([{ ...pulled, command: 'docker rmi ubuntu:14.04' }])
  const first = within(await row(pulled.image))
  await user.click(await first.findByTestId('command-explain'))
  expect(await screen.findByTestId('command-explained'), 'its parts').toHaveTextContent('docker')
  await user.keyboard('{Escape}')
  await user.click(first.getByTestId('command-copy'))
  expect(engine.clipboard, 'as it was').toBe('docker rmi ubuntu:14.04')
})

test('a removal without the engine’s answer says so', async () => {
  show([aRecord({ image: built.image, tags: ['team/app:1'], deleted: false, interrupted: true })])
  const only = await row(built.image)
  expect(only, 'not that it was deleted').toHaveTextContent('team/app:1 may be removed')
  expect(only, 'why').toHaveTextContent('it isn’t known whether this was removed')
})

test('an export tells where it is', async () => {
  const user = userEvent.setup()
  const engine = show()
  await user.click(await screen.findByTestId('records-text'))
  expect(engine.asked('exportRecords'), 'as text').toEqual([['text']])
  expect(await screen.findByText('Saved to /home/me/Downloads/records.text'), 'the file').toBeVisible()
})

test('of very many records the newest are shown until somebody wants all', async () => {
  const user = userEvent.setup()
  show(Array.from({ length: 103 }, (_, index) => aRecord({ when: 1_764_000_000_000 - index })))
  expect(await screen.findAllByTestId('record-row'), 'at first').toHaveLength(100)
  await user.click(screen.getByText('Show all 103'))
  expect(screen.getAllByTestId('record-row'), 'all').toHaveLength(103)
})

test('has no faults that axe knows', async () => {
  show()
  await screen.findAllByTestId('record-row')
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(
    violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`),
    'axe',
  ).toEqual([])
})
