/** Events of consoles going idle: something was typed and the output has paused, so the command has probably finished. */
type Listener = (container: string) => void

const listeners = new Set<Listener>()

/** Calls `listener` with the container's ID each time; returns a function that unsubscribes. */
export function onConsoleIdle(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function notifyConsoleIdle(container: string): void {
  for (const listener of listeners) listener(container)
}
