/**
 * Forms that were typed and not sent, by what each was opened for: a dialog that is opened for it again goes on where it
 * was left.
 */
export class Drafts<Form> {
  readonly #forms = new Map<string, Form>()

  of(target: string): Form | undefined {
    return this.#forms.get(target)
  }

  /**
   * Call while a form is set up. `untouched` is the form before anything was typed; one that was filled in for somebody is
   * kept only once they have typed on it.
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

  /** The one for this target, of which somebody says that it is not wanted; all of them without one. */
  forget(target?: string): void {
    if (target === undefined) this.#forms.clear()
    else this.#forms.delete(target)
  }
}
