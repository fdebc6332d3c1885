/** When a mirror may help a pull. */
import { hasEnded, pullProgress } from '../../components/jobs'
import type { Action } from '../../engine/gen/Action'
import type { ErrorCode } from '../../engine/gen/ErrorCode'
import type { Job } from '../../engine/gen/Job'

type Pull = Extract<Action, { kind: 'pull' | 'pullThrough' }>

/** What keeps an engine from Docker Hub. */
const walls: readonly ErrorCode[] = ['registryUnreachable', 'connectionLost', 'pullRateLimited', 'timedOut']
/** What keeps it from a mirror, where another may help. */
const mirrorWalls: readonly ErrorCode[] = [
  ...walls,
  'registryCertificate',
  'registryInsecure',
  'pullNotFound',
  'pullUnauthorized',
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
  if (action.kind === 'run') return { kind: 'pull', reference: action.image, platform: platformOf(action.other) }
  return action.kind === 'pull' || action.kind === 'pullThrough' ? action : null
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
  return pull.kind === 'pull'
    ? isOnHub(pull.reference) && walls.includes(job.error.code)
    : mirrorWalls.includes(job.error.code)
}

/** How long a pull may take to bring anything, in seconds, and what is slow, in bytes a second. */
const patience = 30
const crawl = 50_000

/** Whether a pull from Docker Hub brings nothing, or hardly anything; `now` is in seconds since 1970. */
export function isSlow(job: Job, now: number): boolean {
  const pull = pullOf(job)
  if (pull?.kind !== 'pull' || !isOnHub(pull.reference) || hasEnded(job.state)) return false
  if (now - job.started / 1000 < patience) return false
  const progress = pullProgress(job)
  const layers = progress?.layers ?? []
  if (layers.every((layer) => layer.state === 'exists' || layer.downloaded === 0)) return true
  return layers.some((layer) => layer.state === 'downloading') && (progress?.speed ?? 0) < crawl
}
