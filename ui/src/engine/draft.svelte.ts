/** A form's action as it is typed: its command and its problems, always those of the newest action. */
import { untrack } from 'svelte'

import { asFailure, type Engine } from './engine'
import type { Action, CommandLine, Problem } from './gen/action'

const nothing: CommandLine = { text: '', whole: null, parts: [] }

export class LiveDraft {
  command: CommandLine = $state.raw(nothing)
  problems: readonly Problem[] = $state.raw([])
  /** False while what is shown belongs to an older action. */
  current = $state(false)
  #asked = 0

  /**
   * Call while a component is set up: follows `action` until the component goes; of `null` nothing is asked. The same action is
   * drafted once: a job under way is told anew many times a second, always with the action it began with.
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
        // What keeps it from being begun is told as any other problem is; the next change asks again.
        (thrown: unknown) => show(nothing, [{ field: '', index: null, warning: false, error: asFailure(thrown) }]),
      )
    })
  }

  /** Whether nothing stands in the way of performing it. */
  readonly ready = $derived(this.current && this.problems.every((problem) => problem.warning))

  at(field: string, index: number | null = null): readonly Problem[] {
    return this.problems.filter((problem) => problem.field === field && problem.index === index)
  }
}
