/**
 * Ties the fields of a form to the parts of its command: what the pointer or the keyboard is on lights up on both sides.
 *
 *     const link = linkFields()                      // in the form's component
 *     <form {@attach link.form}>                     // around the fields,
 *       <Field field="image" …>                      // which say whose they are: data-field, data-index in a list
 *       <CommandLine command={draft.command} />      // anywhere within the component
 */
import { getContext, setContext } from 'svelte'
import type { Attachment } from 'svelte/attachments'

/** The fields that a part comes from, and which value of theirs. */
export interface Place {
  readonly fields: readonly string[]
  readonly index: number | null
}

interface Lit {
  readonly from: 'field' | 'part'
  readonly fields: readonly string[]
  /** The values' places: several, where one field stands for them; none for the field as a whole. */
  readonly indexes: readonly string[]
}

const key = Symbol('field link')
const controls = 'input, select, textarea, button'

export function linkFields(): FieldLink {
  return setContext(key, new FieldLink())
}

/** `null` for a command that belongs to no form. */
export function useFieldLink(): FieldLink | null {
  return getContext<FieldLink | undefined>(key) ?? null
}

export class FieldLink {
  #form: HTMLElement | null = $state.raw(null)
  #pointed: Lit | null = $state.raw(null)
  #focused: Lit | null = $state.raw(null)
  /** What was moved last counts; where the pointer is on nothing, the focus does. */
  readonly #lit = $derived(this.#pointed ?? this.#focused)

  /** Whether there is a form to go to now. */
  readonly there = $derived(this.#form !== null)

  /** For the element around the fields. */
  readonly form: Attachment<HTMLElement> = (form) => {
    this.#form = form
    const point = (event: Event) => {
      if (!isPart(event.target)) this.#pointed = litBy(event.target)
    }
    const focus = (event: Event) => {
      if (isPart(event.target)) return
      this.#pointed = null
      this.#focused = litBy(event.target)
    }
    const listeners: [string, (event: Event) => void][] = [
      ['pointerover', point],
      ['pointerleave', () => (this.#pointed = null)],
      ['focusin', focus],
      ['focusout', () => (this.#focused = null)],
    ]
    for (const [name, listener] of listeners) form.addEventListener(name, listener)
    $effect(() => {
      const lit = this.#lit
      const found = lit?.from === 'part' ? this.#found(lit.fields, lit.indexes) : []
      for (const field of found) field.dataset.lit = ''
      found[0]?.scrollIntoView({ block: 'nearest' })
      return () => {
        for (const field of found) delete field.dataset.lit
      }
    })
    return () => {
      for (const [name, listener] of listeners) form.removeEventListener(name, listener)
      this.#form = this.#pointed = this.#focused = null
    }
  }

  /** Whether a part is lit by what the pointer or the focus is on. */
  lights({ fields, index }: Place): boolean {
    const lit = this.#lit
    if (!lit?.fields.some((field) => fields.includes(field))) return false
    return index === null || lit.indexes.length === 0 || lit.indexes.includes(String(index))
  }

  /** The pointer is on a part, or on none. */
  point(place: Place | null): void {
    this.#pointed = place && litByPart(place)
  }

  /** The focus is on a part, or on none. */
  focus(place: Place | null): void {
    if (place) this.#pointed = null
    this.#focused = place && litByPart(place)
  }

  /** Takes the focus to the field that a part comes from. */
  go({ fields, index }: Place): void {
    const indexes = index === null ? [] : [String(index)]
    const found = fields.flatMap((field) => this.#found([field], indexes))
    const control = found.flatMap((field) => [...field.querySelectorAll<HTMLElement>(controls)])[0]
    control?.focus()
  }

  #found(fields: readonly string[], indexes: readonly string[]): HTMLElement[] {
    const all = [...(this.#form?.querySelectorAll<HTMLElement>('[data-field]') ?? [])]
    return all.filter((element) => {
      const own = names(element.dataset.field)
      const places = names(element.dataset.index)
      const inPlace = indexes.length === 0 || places.some((place) => indexes.includes(place))
      return inPlace && fields.some((field) => own.includes(field))
    })
  }
}

/** Names in an attribute, apart by spaces as classes are. */
function names(attribute: string | undefined): string[] {
  return attribute?.split(' ').filter(Boolean) ?? []
}

function isPart(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-part]') !== null
}

function litBy(target: EventTarget | null): Lit | null {
  const field = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null
  return field && { from: 'field', fields: names(field.dataset.field), indexes: names(field.dataset.index) }
}

function litByPart({ fields, index }: Place): Lit {
  return { from: 'part', fields, indexes: index === null ? [] : [String(index)] }
}
