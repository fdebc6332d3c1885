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

// jsdom has no media to ask about: it is light, and stays so.
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener() {},
    removeListener() {},
  }) as MediaQueryList

// jsdom cannot draw: it says so at length each time, where null says the same.
HTMLCanvasElement.prototype.getContext = () => null
