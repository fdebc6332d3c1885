/** Whether the pull dialog is open, and for which job; anybody may open it. */
let open = $state(false)
let followed: number | null = $state(null)
/** What was typed last: kept after a failure and when the dialog is closed in between. */
let form = $state({ reference: '', platform: '', mirror: '' })

/** Opens the dialog on a new pull; with a reference, that is filled in. A mirror stays chosen. */
export function openPull(reference?: string, platform = ''): void {
  if (reference !== undefined) form = { reference, platform, mirror: form.mirror }
  followed = null
  open = true
}

/** Opens the dialog on a pull that is under way. */
export function followPull(job: number): void {
  followed = job
  open = true
}

/** Opens the dialog on a pull's form, to be sent through a mirror; `''` is none. */
export function openPullThrough(reference: string, platform: string, mirror: string): void {
  form = { reference, platform, mirror }
  followed = null
  open = true
}

/** The dialog goes, the work does not. */
export function closePull(): void {
  open = false
}

export const pulling = {
  get open() {
    return open
  },
  get job() {
    return followed
  },
  get form() {
    return form
  },
}
