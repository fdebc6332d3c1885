/**
 * Other people's text, made safe to look at: characters that would hide, reorder or move the rest are shown as what
 * they are. (It is always rendered as text; this is about what the eye is told.)
 */
const hidden =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

/** Whether `text` has control, bidirectional or zero-width characters; line ends and tabs count. */
export function isInvisible(text: string): boolean {
  return /[\t\n]/.test(text) || text.search(hidden) >= 0
}

/** `text` with control and direction characters as pictures (`␛`) or escapes (`\u202e`); tabs and line ends stay. */
export function escapeInvisible(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '␡'
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** Bytes of a name that are not UTF-8, and the number of one whose bytes are lost; see the engine crate's `encoding/path.rs`. */
const bytes = /[\u{10f780}-\u{10f7ff}]/gu
const repeated = '\u{10f701}'

/**
 * A file's name or path, of which nothing may hide: other than in a text, line ends and tabs are pictures (`␊`), and a
 * byte in no known encoding is `\xNN`, as in C.
 */
export function escapeName(name: string): string {
  return escapeInvisible(name)
    .replace(/[\t\n]/g, (character) => (character === '\t' ? '␉' : '␊'))
    .replace(bytes, (character) => `\\x${((character.codePointAt(0) ?? 0) & 0xff).toString(16)}`)
    .replace(new RegExp(`${repeated}(\\d+)`, 'u'), ' ($1)')
}
