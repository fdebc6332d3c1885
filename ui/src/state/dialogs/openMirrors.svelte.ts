/** Whether the mirrors are being edited; anybody may open them. */
import { offer } from '../paletteActions.svelte'

let open = $state(false)
/** Whether it was the lines for the engine that were asked for. */
let lines = $state(false)
/** What a mirror is asked for when it is tested. */
let image = $state('ubuntu:latest')

/** Opens the list; with an image, mirrors are asked for that one. */
export function openMirrors(wanted?: string): void {
  if (wanted) image = wanted
  lines = false
  open = true
}

/** Opens it on the lines for the engine's configuration. */
export function openMirrorLines(): void {
  lines = true
  open = true
}

export function closeMirrors(): void {
  open = false
}

export const mirrorsDialog = {
  get open() {
    return open
  },
  get lines() {
    return lines
  },
  get image() {
    return image
  },
  set image(wanted: string) {
    image = wanted
  },
}

offer({
  message: 'palette-mirrors',
  run: () => {
    openMirrors()
  },
})
