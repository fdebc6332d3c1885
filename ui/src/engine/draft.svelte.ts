/** A form's action as it is typed: its command and its problems, always those of the newest action. */
import type { Action } from './gen/Action'
import type { CommandLine } from './gen/CommandLine'
import type { Problem } from './gen/Problem'
import type { Engine } from './engine'

export class LiveDraft {
  command: CommandLine = $state.raw({ text: '', whole: null, parts: [] })
  problems: readonly Problem[] = $state.raw([])
  /** False while what is shown belongs to an older action. */
  current = $state(false)
  #asked = 0

  /** Call while a component is set up: follows `action` until the component goes; of `null` nothing is asked. */
  constructor(engine: Engine, action: () => Action | null) {
    $effect(() => {
      const asked = ++this.#asked
      const wanted = action()
      this.current = false
      if (!wanted) return
      void engine.draft(wanted).then((draft) => {
        if (asked !== this.#asked) return
        this.command = draft.command
        this.problems = draft.problems
        this.current = true
      })
    })
  }

  /** Whether nothing stands in the way of performing it. */
  readonly ready = $derived(this.current && this.problems.every((problem) => problem.warning))

  at(field: string, index: number | null = null): readonly Problem[] {
    return this.problems.filter((problem) => problem.field === field && problem.index === index)
  }
}
