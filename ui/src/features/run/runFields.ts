/** The run form: what it begins with, its quick choices, and which field an engine's refusal belongs to. */
import type { Action, RunForm } from '../../engine/gen/action'
import type { Error as Failure, ErrorCode } from '../../engine/gen/error'
import type { ParsedCommand } from '../../engine/gen/parse'

export type Field = keyof RunForm
export type ListField = 'ports' | 'env' | 'volumes' | 'other'
export type Preset = 'shell' | 'server'

/** What the quick choices set; everything else stays as it was typed. */
const presets: Record<Preset, Pick<RunForm, 'interactive' | 'tty' | 'remove' | 'detach'>> = {
  shell: { interactive: true, tty: true, remove: true, detach: false },
  server: { interactive: false, tty: false, remove: false, detach: true },
}

export function emptyForm(image: string): RunForm {
  // Each list begins with a row to type into; an empty row counts for nothing.
  return { image, command: '', name: '', ...presets.shell, ports: [''], env: [''], volumes: [''], other: [] }
}

/** The form filled from a command that was read; `null` when that is no `docker run`. */
export function readForm({ action }: ParsedCommand): RunForm | null {
  return action.kind === 'run' ? withRows(action) : null
}

/** A form that is filled already, to be typed on: each list has a row for it. */
export function withRows(form: RunForm): RunForm {
  const rows = (values: readonly string[]) => (values.length > 0 ? [...values] : [''])
  const { image, command, name, interactive, tty, remove, detach } = form
  const lists = { ports: rows(form.ports), env: rows(form.env), volumes: rows(form.volumes), other: [...form.other] }
  return { image, command, name, interactive, tty, remove, detach, ...lists }
}

/** The form with a quick choice made. `exposed` are the image's own ports (`80/tcp`). */
export function withPreset(form: RunForm, preset: Preset, exposed: readonly string[]): RunForm {
  const unpublished = form.ports.every((port) => port.trim() === '')
  const ports = preset === 'server' && unpublished && exposed.length > 0 ? exposed.map(publish) : form.ports
  return { ...form, ...presets[preset], ports }
}

/** The quick choice that the form stands for, if any. */
export function presetOf(form: RunForm): Preset | null {
  for (const preset of ['shell', 'server'] as const) {
    const options = Object.entries(presets[preset]) as [keyof (typeof presets)['shell'], boolean][]
    if (options.every(([field, value]) => form[field] === value)) return preset
  }
  return null
}

/** A port that a person may use (not below 1024) for one of the image's: `80/tcp` → `8080:80`. */
function publish(exposed: string): string {
  const [port = '', protocol] = exposed.split('/')
  const number = Number(port)
  const host = number < 1024 ? number + 8000 : number
  return `${host}:${port}${protocol && protocol !== 'tcp' ? `/${protocol}` : ''}`
}

const filled = (rows: readonly string[]) => rows.map((row) => row.trim()).filter((row) => row !== '')

/** The form as the engine takes it: without the rows that nothing was typed into. */
export function toAction(form: RunForm): Action {
  return {
    kind: 'run',
    ...form,
    image: form.image.trim(),
    name: form.name.trim(),
    ports: filled(form.ports),
    env: filled(form.env),
    volumes: filled(form.volumes),
    other: filled(form.other),
  }
}

/** The place of row `row` among the rows that {@link toAction} keeps; `null` for an empty one. */
export function filledIndex(rows: readonly string[], row: number): number | null {
  if ((rows[row] ?? '').trim() === '') return null
  return filled(rows.slice(0, row)).length
}

const fields: Partial<Record<ErrorCode, Field>> = {
  imageNotFound: 'image',
  pullNotFound: 'image',
  pullUnauthorized: 'image',
  platformNotFound: 'image',
  referenceEmpty: 'image',
  referenceInvalid: 'image',
  referenceUppercase: 'image',
  referenceTooLong: 'image',
  tagInvalid: 'image',
  digestInvalid: 'image',
  commandNotFound: 'command',
  commandNotExecutable: 'command',
  commandMissing: 'command',
  quotesUnbalanced: 'command',
  nameTaken: 'name',
  nameInvalid: 'name',
  portTaken: 'ports',
  portInvalid: 'ports',
  envInvalid: 'env',
  volumeInvalid: 'volumes',
  mountSourceMissing: 'volumes',
  flagUnknown: 'other',
  flagValueMissing: 'other',
  flagValueInvalid: 'other',
  flagIsField: 'other',
  flagUnsupported: 'other',
  flagsConflict: 'other',
  fileFailed: 'other',
}

export interface Place {
  readonly field: Field
  /** The row of a list; `null` for the field as a whole. */
  readonly row: number | null
}

/** The field that a failed run is about; `null` when it is about none. */
export function placeOf(failure: Failure, form: RunForm): Place | null {
  const field = fields[failure.code]
  if (!field) return null
  if (field !== 'ports' && field !== 'env' && field !== 'volumes' && field !== 'other') return { field, row: null }
  const row = form[field].findIndex((value) => concerns(failure, value.trim()))
  return { field, row: row < 0 ? null : row }
}

function concerns(failure: Failure, row: string): boolean {
  const { value, port, path, flag } = failure.details
  if (flag !== undefined) return row === flag || row.startsWith(`${flag} `) || row.startsWith(`${flag}=`)
  if (value !== undefined) return row === value
  if (port !== undefined) return publishes(row, Number(port))
  return path !== undefined && (row.startsWith(`${path}:`) || row.endsWith(path))
}

/** Whether a `-p` value takes this port of the host. */
export function publishes(value: string, port: number): boolean {
  const host = /(?:^|:)(\d+)(?:-(\d+))?:[^:]+$/.exec(value)
  if (!host) return false
  const first = Number(host[1])
  return first <= port && port <= Number(host[2] ?? host[1])
}

/** What is typed at a place, to tell whether it was changed. */
export function valueAt(form: RunForm, { field, row }: Place): unknown {
  const value = form[field]
  return Array.isArray(value) ? (row === null ? value.join('\n') : value[row]) : value
}
