import { expect, test } from 'vitest'

import type { HistoryStep } from '../../engine/gen/image'
import { heights, instruction } from './history'

test.each([
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]', 'the classic builder’s note'],
  ['/bin/sh -c #(nop) ADD file:5d3b in / ', 'ADD file:5d3b in /', 'the same with one space'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update', 'the classic builder’s run'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make', 'BuildKit’s run'],
  ['RUN |1 VERSION=2 /bin/sh -c make # buildkit', 'RUN make', 'BuildKit’s run with build arguments'],
  ['|1 VERSION=2 /bin/sh -c make', 'RUN make', 'the classic builder’s run with build arguments'],
  ['COPY a b # buildkit', 'COPY a b', 'BuildKit’s copy'],
  ['/bin/bash', '/bin/bash', 'a commit records the container’s command'],
  ['', '', 'nothing recorded'],
])('%j is %j', (createdBy, text, why) => {
  expect(instruction(createdBy), why).toBe(text)
})

test('layers are as tall as their bytes, with a floor; steps without bytes have no height', () => {
  const step = (size: number): HistoryStep => ({
    image: null,
    tags: [],
    createdBy: '',
    comment: '',
    created: 0,
    size,
    layer: null,
    colourKey: null,
  })
  expect(heights([step(0), step(1), step(500), step(1000)]), 'pixels').toEqual([0, 26, 68, 110])
  expect(heights([step(0)]), 'no layer at all').toEqual([0])
})
