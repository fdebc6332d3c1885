/**
 * One slow clock for everything that shows an age. It ticks only while a visible component reads it.
 */
import { createSubscriber } from 'svelte/reactivity'

const tick = 10_000

const subscribe = createSubscriber((update) => {
  const ticked = () => {
    if (!document.hidden) update()
    timer = setTimeout(ticked, tick - (Date.now() % tick))
  }
  let timer = setTimeout(ticked, tick - (Date.now() % tick))
  document.addEventListener('visibilitychange', update)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', update)
  }
})

/**
 * Seconds since 1970 at the last tick; reactive where it is called from a component. Whatever is rendered between two
 * ticks shows the same age.
 */
export function now(): number {
  subscribe()
  return Math.floor(Date.now() / tick) * (tick / 1000)
}
