/** Ports one after another as one range, as docker writes them: an image may expose ten thousand. */

/** Runs of values of which each continues the one before it. */
export function runsOf<T>(values: readonly T[], continues: (before: T, next: T) => boolean): T[][] {
  const runs: T[][] = []
  for (const value of values) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before !== undefined && continues(before, value)) run.push(value)
    else runs.push([value])
  }
  return runs
}

export interface ExposedRange {
  readonly from: number
  readonly to: number
  /** `tcp` */
  readonly protocol: string
}

/** The ports that an image exposes (`80/tcp`, `81/tcp`) as ranges, by protocol and number. */
export function exposedRanges(exposed: readonly string[]): ExposedRange[] {
  const ports = exposed
    .map((text) => text.split('/'))
    .map(([port, protocol = 'tcp']) => ({ port: Number(port), protocol }))
    .sort((a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port)
  return runsOf(ports, (before, next) => before.protocol === next.protocol && next.port - before.port <= 1).map(
    (run) => {
      const first = run[0] ?? { port: 0, protocol: '' }
      return { from: first.port, to: run.at(-1)?.port ?? first.port, protocol: first.protocol }
    },
  )
}

/** `80` or `80-90` */
export function rangeText(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`
}
