/**
 * One slow clock for everything that shows an age. It ticks only while a visible component reads it.
 */
import { createSubscriber } from 'svelte/reactivity'

const tick = 10_000

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    if (!document.hidden) update()
  }, tick)
  document.addEventListener('visibilitychange', update)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', update)
  }
})

/** Seconds since 1970; reactive where it is called from a component. */
export function now(): number {
  subscribe()
  return Date.now() / 1000
}
