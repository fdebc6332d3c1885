/** An image's history, to be read and to be seen. */
import type { HistoryStep } from '../../engine/gen/image'

/**
 * A step as its Dockerfile said it. The classic builder records `/bin/sh -c #(nop)  CMD ["bash"]` and `/bin/sh -c make`,
 * BuildKit `RUN /bin/sh -c make # buildkit`; a commit records the container's command as it was.
 */
export function instruction(createdBy: string): string {
  const text = createdBy.replace(/\s*# buildkit\s*$/, '').trim()
  const nop = /^\/bin\/sh -c #\(nop\)\s+(.*)$/s.exec(text)
  if (nop) return nop[1] ?? ''
  const withArguments = /^(?:RUN )?\|\d+ .*?\/bin\/sh -c (.*)$/s.exec(text)
  if (withArguments) return `RUN ${withArguments[1]}`
  const run = /^(?:RUN )?\/bin\/sh -c (.*)$/s.exec(text)
  return run ? `RUN ${run[1]}` : text
}

const floor = 26
const tallest = 110

/** How tall each layer of the stack is, in pixels, by its bytes; steps without bytes get 0. */
export function heights(steps: readonly HistoryStep[]): number[] {
  const most = Math.max(1, ...steps.map((step) => step.size))
  return steps.map((step) => (step.size === 0 ? 0 : Math.round(floor + (tallest - floor) * (step.size / most))))
}
