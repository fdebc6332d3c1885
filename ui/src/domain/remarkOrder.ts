/** The order in which remarks on a pasted command are told. */
import type { Remark, RemarkKind } from '../engine/gen/parse'

/** What somebody must do something about. */
const pressing: ReadonlySet<RemarkKind> = new Set(['needsValue', 'behindImage', 'selectedNone', 'runningLeftOut'])

/** Words that do what they say, or that nothing depends on. */
const quiet: ReadonlySet<RemarkKind> = new Set(['otherFlag', 'default', 'prefix', 'comment', 'clientOnly', 'added'])

export function isPressing(remark: Remark): boolean {
  return pressing.has(remark.kind)
}

/** First what is to be done, then what was not taken over, then the rest; otherwise as in the text. */
export function byUrgency(remarks: readonly Remark[]): Remark[] {
  const rank = ({ kind }: Remark) => (pressing.has(kind) ? 0 : quiet.has(kind) ? 2 : 1)
  return [...remarks].sort((one, other) => rank(one) - rank(other))
}
