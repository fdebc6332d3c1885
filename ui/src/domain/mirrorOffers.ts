/** When a mirror may help a pull. */
import type { ErrorCode } from '../engine/gen/error'
import type { Job } from '../engine/gen/job'
import { hasEnded, pullProgress } from './jobs'

/** What a job pulls, whichever way. */
export interface Pull {
  reference: string
  platform: string
  /** The mirror that it comes through; `null` for the engine's own way. */
  mirror: string | null
}

/** What keeps an engine from Docker Hub. */
const walls: readonly ErrorCode[] = [
  'registryUnreachable',
  'registryNameUnknown',
  'registryFailed',
  'registryForbidden',
  'registryRedirects',
  'registryTlsFailed',
  'registryBlobMissing',
  'notARegistry',
  'proxyRefused',
  'connectionLost',
  'pullRateLimited',
  'timedOut',
]
/** What keeps it from a mirror, where another may help. */
const mirrorWalls: readonly ErrorCode[] = [
  ...walls,
  'registryCertificate',
  'registryCertificateExpired',
  'registryCertificateNotYetValid',
  'registryCertificateName',
  'registryInsecure',
  'registryRefused',
  'registryQuotaExceeded',
  'pullNotFound',
  'pullUnauthorized',
  'pullLoginRejected',
  'digestMismatch',
]

/** Whether an image is Docker Hub's: its name begins with no other registry (distribution's `splitDockerDomain`). */
export function isOnHub(reference: string): boolean {
  const slash = reference.indexOf('/')
  const first = slash === -1 ? '' : reference.slice(0, slash)
  return ['docker.io', 'index.docker.io'].includes(first) || !(first === 'localhost' || /[.:]/.test(first))
}

/** The pull that a job is, or that goes before its run. */
export function pullOf({ action }: Job): Pull | null {
  switch (action.kind) {
    case 'pull':
      return { reference: action.reference, platform: action.platform, mirror: null }
    case 'pullThrough':
      return action
    case 'pullAgain':
      return { reference: named(action.reference, action.tags), platform: '', mirror: null }
    case 'run':
      return { reference: action.image, platform: platformOf(action.other), mirror: null }
    default:
      return null
  }
}

/** What a digest stands for, with the name that it had in that repository: an image should not come back without one. */
function named(reference: string, tags: readonly string[]): string {
  const [repository = '', digest] = reference.split('@')
  const name = tags.find((tag) => tag.startsWith(`${repository}:`))
  return name && digest ? `${name}@${digest}` : reference
}

/** What the run form's other flags say of the platform. */
function platformOf(rows: readonly string[]): string {
  return rows.map((row) => /^--platform[ =](\S+)$/.exec(row.trim())?.[1]).find((found) => found) ?? ''
}

/** Whether the image may come through a mirror, or through another one. */
export function mirrorMayHelp(job: Job): boolean {
  const pull = pullOf(job)
  if (!pull || job.state !== 'failed' || !job.error) return false
  // Of a run, it is the pull that met the wall.
  if (job.action.kind === 'run' && job.error.details.registry === undefined) return false
  return pull.mirror === null
    ? isOnHub(pull.reference) && walls.includes(job.error.code)
    : mirrorWalls.includes(job.error.code)
}

/** How long a pull may take to bring anything, and how long it may still take at its rate, in seconds. */
const patience = 30
const long = 600
/** What is slow whatever there is to come, in bytes a second. */
const crawl = 50_000

/** Whether a pull from Docker Hub brings nothing, hardly anything, or will take long; `now` is in seconds since 1970. */
export function isSlow(job: Job, now: number): boolean {
  const pull = pullOf(job)
  if (pull?.mirror !== null || !isOnHub(pull.reference) || hasEnded(job.state)) return false
  if (now - job.started / 1000 < patience) return false
  const progress = pullProgress(job)
  const layers = progress?.layers ?? []
  if (layers.every((layer) => layer.state === 'exists' || layer.downloaded === 0)) return true
  if (!layers.some((layer) => layer.state === 'downloading')) return false
  const left = progress?.secondsLeft ?? Infinity
  // What is nearly there is not given up for its last bytes.
  if (left <= patience) return false
  return (progress?.speed ?? 0) < crawl || (Number.isFinite(left) && left > long)
}
