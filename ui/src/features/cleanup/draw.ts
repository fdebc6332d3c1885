/** Drawing the picture: on a canvas, since a page with thousands of elements is slow in WebKitGTK. */
import { boxOf, type Box, type Geometry } from './geometry'
import type { Block, Icicle } from './icicle'

/** What is to be seen of one block. */
export interface Dress {
  label: string
  /** The end of a name, which tells images of one place apart. */
  short: string
  /** At the right, where there is room. */
  figure: string
  /** The layer's own colour; absent for an image. */
  colour: string | null
  /** `goes`: hatched; `stays`: dimmed beside what goes; `plain`: nothing goes at all. */
  fate: 'goes' | 'stays' | 'plain'
  /** An image that is ticked. */
  ticked: boolean
}

export interface Scene extends Geometry {
  picture: Icicle
  /** By {@link Block.index}. */
  dressed: readonly Dress[]
}

/** Colours as the canvas takes them: it knows no variables. */
export interface Palette {
  surface: string
  ink: string
  soft: string
  edge: string
  danger: string
  dangerSoft: string
  accent: string
  font: string
}

/** Upon a layer's full colour, in both themes. */
const upon = '#0b141b'
const dimmed = 0.3
/** Narrower labels say nothing. */
const legible = 34
const inset = 6
/** From this width on an image's name stands upright, and from that on it lies. */
const upright = 13
const broad = 110

export function draw(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { picture, sight, width, height } = scene
  context.clearRect(0, 0, width, height)
  context.font = palette.font
  context.textBaseline = 'middle'
  const hatch = hatching(context)
  for (const row of picture.rows) {
    // Of blocks thinner than a pixel, one is drawn in each.
    let drawnTo = -1
    for (let at = firstInSight(row, sight.from); at < row.length; at += 1) {
      const block = row[at]
      if (!block || block.x0 > sight.to) break
      const box = boxOf(block, scene)
      if (box.left + box.width < drawnTo) continue
      drawnTo = Math.floor(box.left + box.width) + (box.width < 1 ? 1 : 0)
      const dress = scene.dressed[block.index]
      if (dress) drawBlock(context, clipped(box, width), dress, palette, hatch)
    }
  }
}

function firstInSight(row: readonly Block[], from: number): number {
  let [low, high] = [0, row.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((row[middle]?.x1 ?? 0) <= from) low = middle + 1
    else high = middle
  }
  return low
}

/** What lies outside is not drawn, so that a label stands where it can be seen. */
function clipped(box: Box, width: number): Box {
  const left = Math.max(-1, box.left)
  return { ...box, left, width: Math.min(width + 1, box.left + box.width) - left }
}

function drawBlock(
  context: CanvasRenderingContext2D,
  box: Box,
  dress: Dress,
  palette: Palette,
  hatch: CanvasPattern | null,
): void {
  const gap = box.width > 4 ? 1 : 0
  const [x, y, w, h] = [box.left, box.top, Math.max(0.75, box.width - gap), box.height - 1]
  const round = w > 10 ? 3 : 0
  const path = () => {
    context.beginPath()
    context.roundRect(x, y, w, h, round)
  }
  path()
  if (dress.colour === null) {
    // Too thin for an outline, it is all outline.
    const thin = w <= 3
    context.globalAlpha = thin ? 0.45 : 1
    if (dress.fate === 'goes') context.fillStyle = thin ? palette.danger : palette.dangerSoft
    else context.fillStyle = thin ? palette.edge : palette.surface
    context.fill()
    context.globalAlpha = 1
    if (!thin) {
      context.lineWidth = dress.ticked ? 1.5 : 1
      context.strokeStyle = dress.fate === 'goes' ? palette.danger : dress.ticked ? palette.accent : palette.edge
      context.stroke()
    }
  } else {
    context.globalAlpha = dress.fate === 'stays' ? dimmed : 1
    context.fillStyle = dress.colour
    context.fill()
    context.globalAlpha = 1
  }
  if (dress.fate === 'goes' && hatch) {
    path()
    context.fillStyle = hatch
    context.fill()
  }
  if (dress.colour === null && w >= upright && w < broad)
    drawUpright(context, { left: x, top: y, width: w, height: h }, dress, palette)
  else if (w >= legible && h >= 12) drawLabel(context, { left: x, top: y, width: w, height: h }, dress, palette)
}

function drawLabel(context: CanvasRenderingContext2D, box: Box, dress: Dress, palette: Palette): void {
  const middle = box.top + box.height / 2 + 0.5
  let room = box.width - 2 * inset
  context.fillStyle = dress.colour !== null && dress.fate !== 'stays' ? upon : palette.ink
  if (dress.figure !== '' && room > 150) {
    const needed = context.measureText(dress.figure).width
    context.textAlign = 'right'
    context.fillText(dress.figure, box.left + box.width - inset, middle)
    room -= needed + inset
  }
  context.textAlign = 'left'
  onPlate(context, fitted(context, named(dress, dress.label), room), box.left + inset, middle, dress, palette)
}

function drawUpright(context: CanvasRenderingContext2D, box: Box, dress: Dress, palette: Palette): void {
  context.save()
  context.translate(box.left + box.width / 2, box.top + box.height - inset)
  context.rotate(-Math.PI / 2)
  context.fillStyle = palette.ink
  context.textAlign = 'left'
  onPlate(context, fitted(context, named(dress, dress.short), box.height - 2 * inset), 0, 0.5, dress, palette)
  context.restore()
}

function named(dress: Dress, name: string): string {
  return dress.ticked ? `✓ ${name}` : name
}

/** On hatched ground a name stands on a plate of its own, to be read. */
function onPlate(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  dress: Dress,
  palette: Palette,
): void {
  if (dress.fate === 'goes' && text !== '') {
    const ink = context.fillStyle
    context.fillStyle = dress.colour ?? palette.dangerSoft
    context.fillRect(x - 2, y - 7, context.measureText(text).width + 4, 13)
    context.fillStyle = ink
  }
  context.fillText(text, x, y)
}

/** As much of a text as there is room for. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  // Nobody can read more than that in a window's width.
  const short = text.slice(0, Math.min(240, Math.ceil(room / 3)))
  const width = context.measureText(short).width
  if (width <= room) return short
  let kept = Math.floor((short.length * (room - 8)) / width)
  // Letters are not all as wide as those of the whole are on average.
  while (kept > 1 && context.measureText(`${short.slice(0, kept)}…`).width > room) kept--
  return kept > 1 ? `${short.slice(0, kept)}…` : ''
}

const hatchings = new WeakMap<CanvasRenderingContext2D, CanvasPattern | null>()

/** Slanting lines: what goes is told by more than colour. */
function hatching(context: CanvasRenderingContext2D): CanvasPattern | null {
  const made = hatchings.get(context)
  if (made !== undefined) return made
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = 'rgb(11 20 27 / 0.42)'
  pen.lineWidth = 1.6
  pen.beginPath()
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift - 1, 9)
    pen.lineTo(shift + 9, -1)
  }
  pen.stroke()
  const pattern = context.createPattern(tile, 'repeat')
  hatchings.set(context, pattern)
  return pattern
}

/** The palette of the theme as it is now at `element`. */
export function paletteAt(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  element.append(probe)
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const palette = {
    surface: colour('surface'),
    ink: colour('ink'),
    soft: colour('ink-soft'),
    edge: colour('edge'),
    danger: colour('danger'),
    dangerSoft: colour('danger-soft'),
    accent: colour('accent'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
  }
  probe.remove()
  return palette
}
