/**
 * Forms that were edited and not submitted, by what each was opened for: opened again, a dialog continues where it was left.
 */
export class Drafts<Form> {
  readonly #forms = new Map<string, Form>()

  of(target: string): Form | undefined {
    return this.#forms.get(target)
  }

  /**
   * Call during a form's setup. `untouched` is the form before any edit; a form with prefilled values is kept only once it
   * was edited.
   */
  follow(target: string, untouched: Form, now: () => { form: Form; sent: boolean }): { readonly typed: boolean } {
    const before = JSON.stringify(untouched)
    const typed = $derived(JSON.stringify(now().form) !== before)
    let touched = false
    $effect(() => {
      const { form, sent } = now()
      touched ||= typed
      if (typed && !sent) this.#forms.set(target, form)
      else if (touched) this.#forms.delete(target)
    })
    return {
      get typed() {
        return typed
      },
    }
  }

  /** Discards the draft for this target; all of them without one. */
  forget(target?: string): void {
    if (target === undefined) this.#forms.clear()
    else this.#forms.delete(target)
  }
}
