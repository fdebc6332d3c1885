/** Rows that nothing was typed into are no addresses, nor is one twice. */
export function typedMirrors(rows: readonly string[]): string[] {
  return [...new Set(rows.map((row) => row.trim()).filter((row) => row !== ''))]
}
