/** Where the bytes of the engine's disk are, in parts that add up. */
import type { DiskUsage } from '../../engine/gen/disk'
import type { HostFigures } from '../../engine/gen/engine'

export const kinds = ['images', 'containers', 'volumes', 'buildCache'] as const
export type Kind = (typeof kinds)[number]

export interface Part {
  kind: Kind | 'other' | 'free'
  /** `null` where the engine does not tell. */
  bytes: number | null
}

/** What the engine's own things take. Records of the build cache that an image has, too, are that image's. */
export function engineParts(usage: DiskUsage): Record<Kind, number | null> {
  const sizes = usage.volumes.flatMap((volume) => volume.bytes ?? [])
  return {
    images: usage.images,
    containers: sum(usage.containers.map((container) => container.bytes)),
    volumes: sizes.length === 0 && usage.volumes.length > 0 ? null : sum(sizes),
    buildCache: sum(usage.buildCache.filter((record) => !record.shared).map((record) => record.bytes)),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** All parts of the disk; without the host's figures only the engine's own, and without the engine's only the host's. */
export function parts(usage: DiskUsage | null, host: HostFigures | null): Part[] {
  const own = usage && engineParts(usage)
  const list: Part[] = own ? kinds.map((kind) => ({ kind, bytes: own[kind] })) : []
  if (!host) return list
  const known = sum(list.map((part) => part.bytes ?? 0))
  return [
    ...list,
    { kind: 'other', bytes: Math.max(0, host.diskTotal - host.diskFree - known) },
    { kind: 'free', bytes: host.diskFree },
  ]
}
