/** Word that somebody typed in a container's console and that its output has paused: what was asked for is done. */
type Listener = (container: string) => void

const listeners = new Set<Listener>()

/** Calls `listener` with a container's ID each time; answers with the way to stop. */
export function onConsoleIdle(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function notifyConsoleIdle(container: string): void {
  for (const listener of listeners) listener(container)
}
