/**
 * A layer keeps its colour: wherever it is shown, its hue is the same, so that shared layers are seen to be shared. The
 * engine crate says what it comes from (`colourKey`), for a layer has other digests in a pull than in an image. Colour
 * never stands alone: {@link shortId} goes with it.
 */

/** One lightness for all hues and both themes: at least 3:1 against every ground that bars and stacks lie on. */
export const lightness = 0.6
export const chroma = 0.13

/** A hue of 0…359 from the digest's first digits, which are as good as random; `null` when there are none. */
export function layerHue(digest: string | null): number | null {
  const digits = digest?.replace(/^sha256:/, '').match(/^[0-9a-f]{6,}/i)?.[0]
  if (!digits) return null
  return Math.floor((parseInt(digits.slice(0, 6), 16) / 0x1000000) * 360)
}

/** A CSS background for this colour key, or another digest or 12-digit ID; a neutral one where there is none. */
export function layerColour(digest: string | null): string {
  const hue = layerHue(digest)
  return hue === null ? 'var(--edge)' : `oklch(${lightness} ${chroma} ${hue})`
}
