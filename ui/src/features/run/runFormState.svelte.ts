/** The run form as it is filled in: its action, what is wrong with it, and the run that it starts. */
import { untrack } from 'svelte'

import { findImage } from '../../domain/images/imageReferences'
import { pullProgress } from '../../domain/jobs'
import type { AppContext } from '../../engine/context'
import type { Action, RunForm } from '../../engine/gen/action'
import type { Problem } from '../../engine/gen/command'
import type { ImageDetail } from '../../engine/gen/image'
import type { Job } from '../../engine/gen/job'
import type { ParsedCommand } from '../../engine/gen/parse'
import { Latest } from '../../state/latest.svelte'
import { LiveDraft } from '../../state/liveDraft.svelte'
import { Work } from '../../state/work.svelte'
import { runDrafts } from './runDrafts'
import {
  emptyForm,
  filledIndex,
  placeOf,
  presetOf,
  readForm,
  toAction,
  valueAt,
  withPreset,
  type Field,
  type ListField,
  type Preset,
} from './runFields'

export class RunFormState {
  form: RunForm
  /** `-i` and `-t` are one choice until somebody wants them apart. */
  apart = $state(false)
  /** What the image itself runs and offers; only hints depend on it. */
  readonly detail = new Latest<ImageDetail>()
  readonly draft: LiveDraft
  readonly work: Work
  /** The image through a mirror, where the pull before the run met a wall. */
  readonly fetching: Work
  readonly #app: AppContext
  readonly #image: string
  readonly #unsent: { readonly typed: boolean }
  #sent = $state(false)
  /** The form before it was filled from a pasted command. */
  #before: RunForm | null = null
  /** The form as it was when it was refused: what is changed since is no longer to blame. */
  #refused: RunForm | null = $state.raw(null)

  readonly action: Action = $derived.by(() => toAction($state.snapshot(this.form)))
  readonly preset = $derived.by(() => presetOf(this.form))
  /** What is being pulled: the form makes way for it meanwhile. */
  readonly pulling: Job | null = $derived.by(() => {
    const pull = [this.work, this.fetching].find(({ busy, job }) => busy && pullProgress(job ?? undefined))
    return pull?.job ?? null
  })
  /** The field that the refusal is about. */
  readonly place = $derived.by(() =>
    this.work.failure && this.#refused ? placeOf(this.work.failure, this.#refused) : null,
  )
  readonly #here = $derived.by(() => findImage(this.#app.live.images.values(), this.form.image.trim()))
  /** An ID, and an image that is not to be pulled, are told of at the field. */
  readonly pulledFirst = $derived.by(() => {
    const missing = this.#app.live.loaded && this.form.image.trim() !== '' && this.#here === null
    return missing && this.draft.ready && this.draft.at('image').length === 0
  })

  /**
   * Call while a component is set up. `given` is what the form begins with, else what was typed last for `image`. `done` is
   * called with the job that came to something.
   */
  constructor(app: AppContext, image: string, given: RunForm | null, done: (job: Job) => void) {
    this.#app = app
    this.#image = image
    this.form = $state(given ?? runDrafts.of(image) ?? emptyForm(image))
    this.draft = new LiveDraft(app.engine, () => this.action)
    this.work = new Work(app, (job) => {
      this.#sent = true
      done(job)
    })
    this.fetching = new Work(app, () => this.work.forget())
    this.#unsent = runDrafts.follow(image, given ?? emptyForm(image), () => ({
      form: $state.snapshot(this.form),
      sent: this.#sent || this.work.busy,
    }))
    $effect(() => {
      const wanted = this.#here?.id
      this.detail.reset()
      if (wanted) void this.detail.ask(() => app.engine.imageDetail(wanted))
    })
    // A refusal is about what was sent; as soon as the field is another, it is mended or not, we do not know.
    $effect(() => {
      void this.action
      untrack(() => this.#forgetMended())
    })
  }

  /** Whether it differs from the form that it began as. */
  get typed(): boolean {
    return this.#unsent.typed
  }

  problemsAt(field: Field): readonly Problem[] {
    const refusal = this.place?.field === field && this.place.row === null ? this.#refusalAs(field, null) : []
    // An empty image is no mistake before anything was typed.
    const untouched = field === 'image' && this.form.image === ''
    return [...(untouched ? [] : this.draft.at(field)), ...refusal]
  }

  rowProblems(field: ListField, row: number): readonly Problem[] {
    const index = filledIndex(this.form[field], row)
    const refusal = this.place?.field === field && this.place.row === row ? this.#refusalAs(field, row) : []
    return index === null ? refusal : [...this.draft.at(field, index), ...refusal]
  }

  choose(preset: Preset): void {
    this.form = withPreset(this.form, preset, this.detail.value?.exposedPorts ?? [])
  }

  /** Fills the form from a command that was read. */
  fill(read: ParsedCommand): void {
    this.#before ??= $state.snapshot(this.form)
    this.form = readForm(read) ?? this.form
    this.apart = this.form.interactive !== this.form.tty
  }

  /** Puts the form back as it was before it was filled. */
  undo(): void {
    this.form = this.#before ?? emptyForm(this.#image)
    this.#before = null
  }

  /** Starts the run, unless something stands in its way. */
  start(): void {
    if (!this.draft.ready || this.work.busy) return
    this.#refused = $state.snapshot(this.form)
    void this.work.begin(this.action)
  }

  /** Discards what was typed; a form that is only left is kept. */
  discard(): void {
    runDrafts.forget(this.#image)
  }

  #refusalAs(field: Field, index: number | null): Problem[] {
    return this.work.failure ? [{ field, index, warning: false, error: this.work.failure }] : []
  }

  #forgetMended(): void {
    const { place } = this
    if (!this.#refused || !place || valueAt(this.form, place) === valueAt(this.#refused, place)) return
    this.work.forget()
    this.#refused = null
  }
}
