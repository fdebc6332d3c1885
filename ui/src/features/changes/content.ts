/** What there is to say of a path before and after. */
import type { ChangeContent, FileState } from '../../engine/gen/change'

export type Fact = 'kind' | 'size' | 'mode' | 'owner' | 'modified' | 'linkTarget' | 'encoding'

/** The file's text; `null` when it is not there or not text. */
export function textOf(side: FileState | null): string | null {
  return side?.content.kind === 'text' ? side.content.text : null
}

/** The text's encoding; empty when it is not there or not text. */
export function encodingOf(side: FileState | null): string {
  return side?.content.kind === 'text' ? side.content.encoding : ''
}

/** The facts worth a line: what is the same on both sides of every file is left out, size, mode and owner apart. */
export function facts({ before, after }: ChangeContent): Fact[] {
  const differs = (fact: 'modified') => before !== null && after !== null && before[fact] !== after[fact]
  const isFile = before?.kind === 'file' || after?.kind === 'file'
  const isLink = before?.kind === 'symlink' || after?.kind === 'symlink'
  const isPlainFile = (before?.kind ?? 'file') === 'file' && (after?.kind ?? 'file') === 'file'
  const shown: Record<Fact, boolean> = {
    kind: !isPlainFile,
    size: isFile,
    mode: true,
    owner: [before, after].some((side) => side !== null && side.owner !== ''),
    modified: differs('modified'),
    linkTarget: isLink,
    encoding: [before, after].some((side) => !['', 'UTF-8'].includes(encodingOf(side))),
  }
  return (Object.keys(shown) as Fact[]).filter((fact) => shown[fact])
}

/** Whether both are there, and what is in them is known to be the same: only mode, owner or time was changed. */
export function sameContent({ before, after }: ChangeContent): boolean {
  if (before === null || after === null || before.kind !== after.kind) return false
  const text = textOf(before)
  return text !== null && text === textOf(after) && encodingOf(before) === encodingOf(after)
}
