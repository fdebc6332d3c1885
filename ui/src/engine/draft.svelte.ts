/** The command and the problems of a form's action, always those of the newest input. */
import { untrack } from 'svelte'

import { asFailure, type Engine } from './engine'
import type { Action, CommandLine, Problem } from './gen/action'

const nothing: CommandLine = { text: '', whole: null, parts: [] }

export class LiveDraft {
  command: CommandLine = $state.raw(nothing)
  problems: readonly Problem[] = $state.raw([])
  /** False while the command belongs to an older action. */
  current = $state(false)
  #asked = 0

  /**
   * Call during component setup: follows `action` until the component is destroyed; `null` requests nothing. Equal actions are
   * drafted once: a running job is updated many times a second, always with the action it started with.
   */
  constructor(engine: Engine, action: () => Action | null) {
    const content = $derived(JSON.stringify(action()))
    $effect(() => {
      void content
      const asked = ++this.#asked
      const newest = untrack(action)
      this.current = false
      if (!newest) return
      const show = (command: CommandLine, problems: readonly Problem[]) => {
        if (asked !== this.#asked) return
        this.command = command
        this.problems = problems
        this.current = true
      }
      engine.draft(newest).then(
        ({ command, problems }) => show(command, problems),
        // Shown like any other problem; the next change tries again.
        (thrown: unknown) => show(nothing, [{ field: '', index: null, warning: false, error: asFailure(thrown) }]),
      )
    })
  }

  /** Whether the action can be performed. */
  readonly ready = $derived(this.current && this.problems.every((problem) => problem.warning))

  at(field: string, index: number | null = null): readonly Problem[] {
    return this.problems.filter((problem) => problem.field === field && problem.index === index)
  }
}
