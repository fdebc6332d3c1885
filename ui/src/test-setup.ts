import '@testing-library/jest-dom/vitest'

// jsdom has no layout: give every element a size, so that virtual lists have room for rows.
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 600 })
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 1000 })

class NoResize implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoResize

Element.prototype.scrollIntoView ??= () => {}

// Nor has it a system to ask, or a canvas: xterm measures colours on one.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener() {},
    removeListener() {},
  })
HTMLCanvasElement.prototype.getContext = () => null
