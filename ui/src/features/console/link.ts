/**
 * A web address as a browser reads it: names in their ASCII form, everything that cannot be seen as `%…`. So what is
 * shown of it is what is opened. `null` for what is none, or is not of the web.
 */
export function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}
