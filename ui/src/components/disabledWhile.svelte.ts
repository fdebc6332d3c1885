import type { Attachment } from 'svelte/attachments'

type Control = HTMLButtonElement | HTMLInputElement | HTMLSelectElement

/**
 * An attachment that disables a control while `off` returns true, without ever taking the focus away from it
 * (`docs/decisions/052-answers-leave-the-focus-alone.md`).
 *
 * A browser blurs a control that becomes disabled (HTML, "focus fixup"), so that an answer of the engine would send the
 * next key elsewhere. A control with the focus is marked as disabled for screen readers and ignores clicks, including
 * those of keys and of a form that is submitted by Enter; it is disabled once the focus has left.
 */
export function disabledWhile(off: () => boolean): Attachment<Control> {
  return (control) => {
    let focused = $state(control === document.activeElement)
    const ignored = (event: Event) => {
      if (!off()) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const listeners: [string, (event: Event) => void][] = [
      ['focus', () => (focused = true)],
      ['blur', () => (focused = false)],
      ['click', ignored],
    ]
    for (const [name, listener] of listeners) control.addEventListener(name, listener, { capture: true })
    $effect(() => {
      const now = off()
      control.disabled = now && !focused
      if (now && focused) control.ariaDisabled = 'true'
      else control.removeAttribute('aria-disabled')
    })
    return () => {
      for (const [name, listener] of listeners) control.removeEventListener(name, listener, { capture: true })
    }
  }
}
