/** The terminal's colours: ground and text are the window's own, the sixteen of ANSI are of two sets. */
import type { ITheme } from '@xterm/xterm'

const light: ITheme = {
  black: '#24292f',
  red: '#b02a23',
  green: '#1a6b3f',
  yellow: '#7d5200',
  blue: '#1a5a8a',
  magenta: '#7b3fa0',
  cyan: '#0f6674',
  white: '#5b6770',
  brightBlack: '#55616b',
  brightRed: '#c2332b',
  brightGreen: '#17713f',
  brightYellow: '#8a5a00',
  brightBlue: '#2268a0',
  brightMagenta: '#8b46b5',
  brightCyan: '#107182',
  brightWhite: '#24292f',
}

const dark: ITheme = {
  black: '#2a3945',
  red: '#f49a92',
  green: '#76cf9f',
  yellow: '#ecbd6a',
  blue: '#82bde6',
  magenta: '#d0a3ec',
  cyan: '#7fd3de',
  white: '#d5dee5',
  brightBlack: '#8a9aa7',
  brightRed: '#ffb4ad',
  brightGreen: '#98e3ba',
  brightYellow: '#f7d28e',
  brightBlue: '#a8d4f3',
  brightMagenta: '#e2c1f6',
  brightCyan: '#a5e6ee',
  brightWhite: '#ffffff',
}

/** What a CSS colour comes to, within `element`. */
function resolve(probe: HTMLElement, colour: string): string {
  probe.style.color = colour
  return getComputedStyle(probe).color
}

/** Whether `rgb(…)` is a dark colour. */
export function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

export function terminalTheme(): ITheme {
  const probe = document.body.appendChild(document.createElement('span'))
  probe.hidden = true
  const background = resolve(probe, 'var(--surface)')
  const foreground = resolve(probe, 'var(--ink)')
  const cursor = resolve(probe, 'var(--accent)')
  const selectionBackground = resolve(probe, 'var(--selected)')
  probe.remove()
  return {
    ...(isDark(background) ? dark : light),
    background,
    foreground,
    cursor,
    cursorAccent: background,
    selectionBackground,
  }
}

/** Calls `changed` whenever the window may have turned light or dark; answers with the way to stop. */
export function followTheme(changed: () => void): () => void {
  const root = new MutationObserver(changed)
  root.observe(document.documentElement, { attributes: true })
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', changed)
  return () => {
    root.disconnect()
    system.removeEventListener('change', changed)
  }
}
