/** What several features open: dialogs, and the panels and forms that open in the same way. */
import type { RemovalCandidates } from '../domain/images/removal'
import type { CommitForm, RunForm } from '../engine/gen/action'
import type { Container } from '../engine/gen/container'
import type { ParsedCommand } from '../engine/gen/parse'
import type { TermId } from '../messages/terms'

/** Whether a dialog is open, and what it was opened with. */
export class DialogState<T = void> {
  #opened: { readonly value: T } | null = $state.raw(null)
  readonly isOpen = $derived(this.#opened !== null)

  /** `null` while it is closed. */
  get value(): T | null {
    return this.#opened === null ? null : this.#opened.value
  }

  readonly open = (value: T): void => {
    this.#opened = { value }
  }

  readonly close = (): void => {
    this.#opened = null
  }
}

/** Its form keeps what was typed last, except for what is given; with a job, it shows that pull instead. */
export const pullDialog = new DialogState<
  { reference?: string; platform?: string; mirror?: string } | { job: number }
>()

/** For a reference or an ID, empty to type one; with a form or a command that was read, it is filled in. */
export const runDialog = new DialogState<{ image: string; form?: RunForm; parsed?: ParsedCommand }>()

/** For a container's ID; with a form, that is filled in, else what was typed last. */
export const commitDialog = new DialogState<{ container: string; form?: CommitForm }>()

export const removeImagesDialog = new DialogState<RemovalCandidates>()

/** For the container as it is now, with the new name to fill in, else its own. */
export const renameContainerDialog = new DialogState<{ container: Container; name?: string }>()

/** For the container as it is now, with what is ticked at first. */
export const removeContainerDialog = new DialogState<{ container: Container; force?: boolean; volumes?: boolean }>()

/** The kinds of action that take a container and nothing else. */
export type ContainerControl = 'startContainer' | 'stopContainer' | 'killContainer' | 'restartContainer' | 'attach'

export const controlContainerDialog = new DialogState<{ kind: ContainerControl; container: Container }>()

/** The drawer's form for one more name of an image, by its ID; it takes the reference over once it is shown. */
export const tagForm = new DialogState<{ image: string; reference: string }>()

/** For a container's ID; without a command, the container's shell is filled in. */
export interface NewConsole {
  container: string
  command?: string
  user?: string
}

/** A form in the console dock; see `openNewConsole`. */
export const newConsoleForm = new DialogState<NewConsole>()

/** What changed in a container, by its ID. */
export const changesPanel = new DialogState<{ container: string }>()

/** An image of the engine by its ID, or an archive on this machine by its path. */
export type LayersSubject = { kind: 'image'; id: string; name: string } | { kind: 'archive'; path: string }

export const layersPanel = new DialogState<LayersSubject>()

/** Asks for an archive whose layers to show. */
export const archiveDialog = new DialogState()

/** At a term, where one is meant. */
export const glossaryDialog = new DialogState<{ term?: TermId }>()

/** With an image, that is what mirrors are tested with; with `lines`, the engine's configuration is scrolled to. */
export const mirrorsDialog = new DialogState<{ image?: string; lines?: boolean }>()

/** The patterns of images that clean-up keeps. */
export const pinsDialog = new DialogState()

/** The practice engine's card takes the request over once it is shown. */
export const resetPracticeDialog = new DialogState()
