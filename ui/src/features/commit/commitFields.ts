/** The commit form: Dockerfile changes as rows of an instruction and its arguments. */
import type { Action, CommitForm } from '../../engine/gen/action'
import type { Error as Failure, ErrorCode } from '../../engine/gen/error'

export interface ChangeRow {
  instruction: string
  value: string
}

export interface Fields extends Omit<CommitForm, 'changes'> {
  changes: ChangeRow[]
}

export function emptyForm(container: string): Fields {
  return { container, repository: '', tag: '', author: '', message: '', pause: true, changes: [] }
}

/** A form that is filled already, for this container: its instructions as rows. */
export function withRows(form: CommitForm, container: string): Fields {
  const changes = form.changes.map((change) => {
    const [instruction = '', ...value] = change.trim().split(/\s+(?=([\s\S]*))/, 2)
    return { instruction: instruction.toUpperCase(), value: value.join('') }
  })
  return { ...form, container, changes }
}

/** The form as the engine takes it: without the rows that have no arguments. */
export function toAction(fields: Fields): Action {
  return {
    kind: 'commit',
    ...fields,
    repository: fields.repository.trim(),
    tag: fields.tag.trim(),
    changes: filled(fields.changes).map((row) => `${row.instruction} ${row.value.trim()}`),
  }
}

const filled = (rows: readonly ChangeRow[]) => rows.filter((row) => row.value.trim() !== '')

/** The place of row `row` among those that {@link toAction} keeps; `null` for one without arguments. */
export function filledIndex(rows: readonly ChangeRow[], row: number): number | null {
  if ((rows[row]?.value ?? '').trim() === '') return null
  return filled(rows.slice(0, row)).length
}

const places: Partial<Record<ErrorCode, keyof Fields>> = {
  referenceEmpty: 'repository',
  referenceInvalid: 'repository',
  referenceUppercase: 'repository',
  referenceTooLong: 'repository',
  referenceIsId: 'repository',
  digestNotAllowed: 'repository',
  tagInvalid: 'tag',
  changeNotAllowed: 'changes',
  changeInvalid: 'changes',
}

/** The field that a failed commit is about; `null` when it is about none. */
export function placeOf(failure: Failure): keyof Fields | null {
  return places[failure.code] ?? null
}
