/** What each term means on the engine at hand: the values of its example, from what is there. Nothing is made up. */
import type { TermId } from '../../../messages/terms'
import { containerExamples } from './containers'
import { engineExamples } from './engine'
import type { Example, ExampleContext, Examples } from './example'
import { imageExamples } from './images'
import { jobExamples } from './jobs'
import { nameExamples } from './names'

/** Terms whose example needs `ExampleContext.detail`. */
export const needDetail: ReadonlySet<TermId> = new Set([
  'layer',
  'history',
  'dockerfile',
  'buildkit',
  'env',
  'entrypoint',
])

export const examples: Examples = {
  ...imageExamples,
  ...nameExamples,
  ...containerExamples,
  ...jobExamples,
  ...engineExamples,
}

/** A term's example on the engine at hand; `null` where there is none. */
export function exampleOf(term: TermId, context: ExampleContext): Example | null {
  return examples[term]?.(context) ?? null
}
