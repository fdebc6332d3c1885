/** A query's text, cut into words: by spaces outside quotes, with the place of each. */

export interface Word {
  /** Where it stands in the text; `to` is behind its last character. */
  from: number
  to: number
  /** Whether a `-` before it turns it round. */
  negated: boolean
  /** Its text without that `-` and without quotes. */
  body: string
  /** What stands before the first colon outside quotes, in lower case; null without a colon. */
  key: string | null
  /** What stands behind that colon; the whole body without one. */
  value: string
  /** Where the value begins in the text. */
  valueFrom: number
  /** Whether it begins with a quote, and so is meant as text. */
  quoted: boolean
  /** Whether its last quote is missing. */
  open: boolean
}

/** What a Chinese keyboard writes for the signs of the language; each is one character, so that places stay. */
const wide: Record<string, string> = {
  '：': ':',
  '＞': '>',
  '＜': '<',
  '＝': '=',
  '－': '-',
  '！': '!',
  '＊': '*',
  '“': '"',
  '”': '"',
  '＂': '"',
}

/** `text` with the signs as an ASCII keyboard writes them. */
export function narrow(text: string): string {
  return text.replace(/[：＞＜＝－！＊“”＂]/g, (sign) => wide[sign] ?? sign)
}

export function wordsOf(text: string): Word[] {
  const signs = narrow(text)
  const words: Word[] = []
  for (let at = 0; at < text.length;) {
    if (isSpace(signs[at])) at += 1
    else {
      const word = wordAt(text, signs, at)
      words.push(word)
      at = word.to
    }
  }
  return words
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character)
}

/** Quotes may open anywhere in a word, as in a shell; in quotes `\"` is a quote and `\\` a backslash. */
function wordAt(text: string, signs: string, from: number): Word {
  const negated = signs[from] === '-' && from + 1 < text.length && !isSpace(signs[from + 1])
  const start = negated ? from + 1 : from
  let body = ''
  let colon = -1
  let valueFrom = start
  let open = false
  let at = start
  for (; at < text.length; at += 1) {
    const sign = signs[at]
    if (sign === '"') open = !open
    else if (!open && isSpace(sign)) break
    else {
      if (open && sign === '\\' && (signs[at + 1] === '"' || signs[at + 1] === '\\')) at += 1
      else if (!open && sign === ':' && colon < 0) {
        colon = body.length
        valueFrom = at + 1
      }
      body += text[at] ?? ''
    }
  }
  return {
    from,
    to: at,
    negated,
    body,
    key: colon < 0 ? null : body.slice(0, colon).toLowerCase(),
    value: body.slice(colon + 1),
    valueFrom,
    quoted: signs[start] === '"',
    open,
  }
}

/** `value` as it must be written to be read as just that. */
export function written(value: string): string {
  return /[\s"“”＂]/.test(value) ? `"${value.replace(/["“”＂\\]/g, '\\$&')}"` : value
}
