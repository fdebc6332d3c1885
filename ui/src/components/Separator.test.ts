import { fireEvent, render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'

import Separator from './Separator.svelte'

function show(orientation: 'vertical' | 'horizontal', size: number) {
  const sizes: number[] = []
  const onsettled = vi.fn()
  render(Separator, {
    props: {
      orientation,
      label: 'edge',
      size,
      least: 100,
      most: () => 300,
      onresize: (to) => sizes.push(to),
      onsettled,
    },
  })
  const edge = screen.getByRole('separator')
  // jsdom has no pointers to capture.
  edge.setPointerCapture = () => undefined
  return { edge, sizes, onsettled }
}

test.each([
  ['vertical', '{ArrowRight}', 224, '{ArrowLeft}', 176],
  ['horizontal', '{ArrowUp}', 224, '{ArrowDown}', 176],
] as const)('a %s edge is moved by keys', async (orientation, larger, grown, smaller, shrunk) => {
  const { edge, sizes } = show(orientation, 200)
  edge.focus()
  await userEvent.keyboard(`${larger}${smaller}{Enter}`)
  expect(sizes, 'a step this way, and one that way from where it stands').toEqual([grown, shrunk])
})

test.each([
  ['vertical', { clientX: 50, clientY: 0 }, { clientX: 80, clientY: 90 }],
  ['horizontal', { clientX: 0, clientY: 80 }, { clientX: 90, clientY: 50 }],
] as const)('a %s edge is dragged, and let go', async (orientation, from, to) => {
  const { edge, sizes, onsettled } = show(orientation, 200)
  await fireEvent(edge, new MouseEvent('pointerdown', { ...from, bubbles: true }))
  await fireEvent(edge, new MouseEvent('pointermove', { ...to, bubbles: true }))
  expect(sizes, 'as far as the pointer went, one way alone').toEqual([230])
  expect(onsettled, 'nothing is kept while it is dragged').not.toHaveBeenCalled()
  await fireEvent(edge, new Event('lostpointercapture'))
  expect(onsettled, 'what it was left at is kept').toHaveBeenCalledOnce()
  await fireEvent(edge, new MouseEvent('pointermove', { ...from, bubbles: true }))
  expect(sizes, 'nothing moves it any more').toEqual([230])
})

test('it stays within its bounds', async () => {
  const { edge, sizes } = show('vertical', 290)
  edge.focus()
  await userEvent.keyboard('{ArrowRight}')
  expect(sizes, 'not more than the most').toEqual([300])
  expect(edge, 'which is told, too').toHaveAttribute('aria-valuemax', '300')
})
