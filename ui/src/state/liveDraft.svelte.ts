/** A form's action as it is typed: its command and its problems, always those of the newest action. */
import { untrack } from 'svelte'

import { unresolvedIn, unresolvedProblem, type Unresolved } from '../domain/unresolved'
import type { Engine } from '../engine/engine'
import type { Action } from '../engine/gen/action'
import type { CommandLine, Draft, Problem } from '../engine/gen/command'
import type { ParsedCommand } from '../engine/gen/parse'
import { Latest } from './latest.svelte'

const nothing: CommandLine = { text: '', whole: null, parts: [] }

export class LiveDraft {
  readonly #draft = new Latest<Draft>()
  readonly command: CommandLine = $derived((this.#draft.failure ? null : this.#draft.value?.command) ?? nothing)
  /** What the pasted command that filled the form left to be written. */
  #unresolved: readonly Unresolved[] = $state.raw([])
  readonly problems: readonly Problem[] = $derived.by(() => {
    const { value, failure } = this.#draft
    // A draft that fails keeps the action from being started as any other problem does; the next change asks again.
    if (failure) return [{ field: '', index: null, warning: false, error: failure }]
    const action = this.#action()
    const unresolved = action ? this.#unresolved.flatMap((one) => unresolvedProblem(action, one) ?? []) : []
    // What else is wrong with such a value follows from that.
    const isElsewhere = ({ field, index }: Problem) =>
      unresolved.every((one) => one.field !== field || one.index !== index)
    return [...unresolved, ...(value?.problems ?? []).filter(isElsewhere)]
  })
  readonly #action: () => Action | null

  /**
   * Call while a component is set up: follows `action` until the component goes; of `null` nothing is asked. The same action is
   * drafted once: a job under way is told anew many times a second, always with the action it began with.
   */
  constructor(engine: Engine, action: () => Action | null) {
    this.#action = action
    const content = $derived(JSON.stringify(action()))
    $effect(() => {
      void content
      const newest = untrack(action)
      if (newest) void this.#draft.ask(() => engine.draft(newest))
      else this.#draft.cancel()
    })
    // Written once is written: whoever then wants `$HOME` as it is has said so.
    $effect(() => {
      void content
      untrack(() => this.#forgetWritten())
    })
  }

  /** Keeps the action from being performed until what a pasted command left open in it is written. */
  awaitValues(parsed: ParsedCommand | null): void {
    this.#unresolved = parsed ? unresolvedIn(parsed) : []
  }

  #forgetWritten(): void {
    const action = this.#action()
    if (!action || this.#unresolved.length === 0) return
    this.#unresolved = this.#unresolved.filter((one) => unresolvedProblem(action, one) !== null)
  }

  /** Whether nothing stands in the way of performing it. */
  readonly ready = $derived(this.#draft.settled && this.problems.every((problem) => problem.warning))

  at(field: string, index: number | null = null): readonly Problem[] {
    return this.problems.filter((problem) => problem.field === field && problem.index === index)
  }
}
