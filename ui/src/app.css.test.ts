import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { chroma, lightness } from './domain/layerColour'

type Colour = [red: number, green: number, blue: number]

const css = readFileSync('src/app.css', 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light: fromHex(light), dark: fromHex(dark) }],
  ),
)

function fromHex(hex: string): Colour {
  return [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as Colour
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** Linear sRGB of an oklch colour, cut to the gamut; the matrices are those of CSS Color 4. */
function fromOklch(l: number, c: number, hue: number): Colour {
  const a = c * Math.cos((hue * Math.PI) / 180)
  const b = c * Math.sin((hue * Math.PI) / 180)
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ]
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((value) => Math.min(1, Math.max(0, value))) as Colour
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** As WCAG 2 defines it. */
function contrast(one: Colour, other: Colour): number {
  const [brighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (brighter + 0.05) / (darker + 0.05)
}

function token(name: string, theme: 'light' | 'dark'): Colour {
  const found = tokens.get(name)
  if (!found) throw new Error(`app.css has no --${name}`)
  return found[theme]
}

const grounds = ['rail', 'canvas', 'surface', 'raised', 'hover', 'selected']
const texts: [text: string, grounds: string[]][] = [
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'danger', 'warn', 'good'].map((text): [string, string[]] => [
    text,
    grounds,
  ]),
  ['ink', ['accent-soft', 'danger-soft', 'warn-soft', 'good-soft']],
  ['ink-soft', ['danger-soft', 'warn-soft']],
  ['accent', ['accent-soft']],
  ['danger', ['danger-soft']],
  ['warn', ['warn-soft']],
  ['good', ['good-soft']],
  ['on-fill', ['accent-fill', 'accent-fill-hover', 'danger-fill', 'danger-fill-hover']],
]

for (const theme of ['light', 'dark'] as const) {
  test.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground])))(
    `${theme}: %s is readable on %s`,
    (text, ground) => {
      expect(contrast(token(text, theme), token(ground, theme)), 'WCAG AA for text').toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(['canvas', 'surface', 'raised'])(`${theme}: the edge of a control is seen on %s`, (ground) => {
    expect(contrast(token('edge', theme), token(ground, theme)), 'WCAG AA for controls').toBeGreaterThanOrEqual(3)
  })

  test(`${theme}: every layer's colour is seen on every ground that it lies on`, () => {
    for (const ground of ['canvas', 'surface', 'raised', 'selected'])
      for (let hue = 0; hue < 360; hue++)
        expect(
          contrast(fromOklch(lightness, chroma, hue), token(ground, theme)),
          `WCAG AA for pictures: hue ${hue} on ${ground}`,
        ).toBeGreaterThanOrEqual(3)
  })
}
