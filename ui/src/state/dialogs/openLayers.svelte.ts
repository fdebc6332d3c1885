/** Whose layers are looked at; anybody may open them. */

/** An image of the engine by its ID, or an archive on this machine by its path. */
export type Subject = { kind: 'image'; id: string; name: string } | { kind: 'archive'; path: string }

let subject: Subject | null = $state.raw(null)

/** Shows what is in an image's layers. */
export function openLayers(id: string, name: string): void {
  subject = { kind: 'image', id, name }
}

/** Reads an archive, and shows what is in its images' layers. */
export function openArchive(path: string): void {
  subject = { kind: 'archive', path }
}

export function closeLayers(): void {
  subject = null
}

/** What is looked at; `null` while nothing is. */
export function layersSubject(): Subject | null {
  return subject
}

let choosing = $state(false)

/** Asks for an archive to read. */
export function askForArchive(): void {
  choosing = true
}

export function stopAsking(): void {
  choosing = false
}

export function askingForArchive(): boolean {
  return choosing
}
