/** A form's action as it is typed: its command and its problems, always those of the newest action. */
import { untrack } from 'svelte'

import type { Engine } from '../engine/engine'
import type { Action } from '../engine/gen/action'
import type { CommandLine, Draft, Meaning, Problem } from '../engine/gen/command'
import { Latest } from './latest.svelte'

const nothing: CommandLine = { text: '', whole: null, parts: [] }

export class LiveDraft {
  readonly #draft = new Latest<Draft>()
  readonly command: CommandLine = $derived((this.#draft.failure ? null : this.#draft.value?.command) ?? nothing)
  /** What the docker CLI's configuration and environment add to the command. */
  readonly notes: readonly Meaning[] = $derived((this.#draft.failure ? null : this.#draft.value?.notes) ?? [])
  readonly problems: readonly Problem[] = $derived.by(() => {
    const { value, failure } = this.#draft
    // A draft that fails keeps the action from being started as any other problem does; the next change asks again.
    return failure ? [{ field: '', index: null, warning: false, error: failure }] : (value?.problems ?? [])
  })

  /**
   * Call while a component is set up: follows `action` until the component goes; of `null` nothing is asked. The same action is
   * drafted once: a job under way is told anew many times a second, always with the action it began with.
   */
  constructor(engine: Engine, action: () => Action | null) {
    const content = $derived(JSON.stringify(action()))
    $effect(() => {
      void content
      const newest = untrack(action)
      if (newest) void this.#draft.ask(() => engine.draft(newest))
      else this.#draft.cancel()
    })
  }

  /** Whether nothing stands in the way of performing it. */
  readonly ready = $derived(this.#draft.settled && this.problems.every((problem) => problem.warning))

  at(field: string, index: number | null = null): readonly Problem[] {
    return this.problems.filter((problem) => problem.field === field && problem.index === index)
  }
}
