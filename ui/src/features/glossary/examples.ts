/** What each term means on the engine at hand: the values of its example, from what is there. Nothing is made up. */
import { instruction } from '../../domain/images/history'
import { none, splitReference } from '../../domain/images/imageRows'
import type { EngineState } from '../../engine/engineState.svelte'
import type { Action } from '../../engine/gen/action'
import type { Console } from '../../engine/gen/console'
import type { Container, Mount } from '../../engine/gen/container'
import type { Image, ImageDetail } from '../../engine/gen/image'
import type { Job } from '../../engine/gen/job'
import { escapeInvisible } from '../../messages/escapeInvisible'
import { bytes, listed, shortId } from '../../messages/format'
import type { Values } from '../../messages/message'
import type { TermId } from '../../messages/terms'

/** What an example is taken from. */
export interface ExampleContext {
  live: EngineState
  /** What `subjectOf` is made of, once it is read. */
  detail: ImageDetail | null
}

/** Where the thing of an example is to be seen. */
export type Way =
  | { to: 'image'; id: string; reference: string | null }
  | { to: 'container'; id: string }
  | { to: 'changes'; id: string }
  /** The table of images, with this in its filter. */
  | { to: 'filter'; text: string }
  | { to: 'engine' }

export interface Example {
  /** Of the message `term-<id>-example`. */
  values: Values
  way?: Way
}

type Take = (context: ExampleContext) => Example | null

/** The image whose insides are the example: one that is in use, else the newest; with a name in any case. */
export function subjectOf(live: EngineState): Image | null {
  const named = [...live.images.values()].filter((image) => image.tags.length > 0)
  const used = named.filter((image) => live.users.has(image.id))
  return newest(used.length > 0 ? used : named)
}

/** Terms whose example needs `ExampleContext.detail`. */
export const needDetail: ReadonlySet<TermId> = new Set([
  'layer',
  'history',
  'dockerfile',
  'buildkit',
  'env',
  'entrypoint',
])

export const examples: Partial<Record<TermId, Take>> = {
  image: ({ live }) => {
    const image = newest([...live.images.values()].filter(({ kind }) => kind !== 'intermediate'))
    const count = [...live.images.values()].filter(({ kind }) => kind !== 'intermediate').length
    return image && { values: { count, name: nameOf(image), size: bytes(image.size) }, way: toImage(image) }
  },
  layer: (context) =>
    ofSubject(context, (detail) => {
      const steps = detail.history.filter((step) => step.layer !== null)
      const largest = Math.max(...steps.map((step) => step.size))
      // Where the engine does not tell every layer, their number is not told either.
      if (steps.length === 0 || detail.history.some((step) => step.size > 0 && step.layer === null)) return null
      return { count: steps.length, largest: bytes(largest) }
    }),
  'base-image': ({ live }) => {
    const child = find(live.images, (image) => image.tags.length > 0 && has(live.images, image.parent))
    const parent = child?.parent ? live.images.get(child.parent) : undefined
    return child && parent ? { values: { child: nameOf(child), parent: nameOf(parent) }, way: toImage(child) } : null
  },
  dangling: ({ live }) => ofKind(live, 'dangling'),
  intermediate: ({ live }) => ofKind(live, 'intermediate'),
  history: (context) => ofSubject(context, ({ history }) => (history.length > 0 ? { count: history.length } : null)),
  platform: ({ live }) =>
    live.engine && {
      values: { platform: escapeInvisible(`${live.engine.os}/${live.engine.architecture}`) },
      way: { to: 'engine' },
    },
  archive: ({ live }) => {
    const job = lastDone(live, 'keepCopy', 'readArchive')
    switch (job?.action.kind) {
      case 'keepCopy':
        return { values: { kind: 'kept', name: escapeInvisible(job.action.tags[0] ?? shortId(job.action.image)) } }
      case 'readArchive':
        return { values: { kind: 'read', name: escapeInvisible(job.action.path) } }
      default:
        return null
    }
  },

  repository: ({ live }) => {
    const tags = new Map<string, string[]>()
    for (const reference of references(live.images)) {
      const [repository, tag] = splitReference(reference)
      if (tag !== none) tags.set(repository, [...(tags.get(repository) ?? []), tag])
    }
    const [most] = [...tags].sort(([, one], [, other]) => other.length - one.length)
    if (!most) return null
    const [repository, all] = most
    return {
      values: {
        repository: escapeInvisible(repository),
        count: all.length,
        tags: escapeInvisible(listed(all.slice(0, 4))),
      },
      way: { to: 'filter', text: `repo:${repository}` },
    }
  },
  tag: ({ live }) => {
    const several = find(live.images, (image) => image.tags.length > 1)
    const image = several ?? find(live.images, (one) => one.tags.length > 0)
    if (!image) return null
    const [first = '', second = ''] = image.tags.map(escapeInvisible)
    return {
      values: {
        count: image.tags.length,
        first,
        second,
        tag: escapeInvisible(splitReference(first)[1]),
        id: shortId(image.id),
      },
      way: toImage(image),
    }
  },
  reference: ({ live }) => {
    const [reference] = references(live.images)
    if (reference === undefined) return null
    const [repository, tag] = splitReference(reference)
    return {
      values: {
        reference: escapeInvisible(reference),
        repository: escapeInvisible(repository),
        tag: escapeInvisible(tag),
      },
    }
  },
  'image-id': ({ live }) => {
    const image = subjectOf(live)
    return image && { values: { name: nameOf(image), id: shortId(image.id) }, way: toImage(image) }
  },
  digest: ({ live }) => {
    const image = find(live.images, (one) => one.tags.length > 0 && one.digests.length > 0)
    const [repository = '', digest = ''] = image?.digests[0]?.split('@') ?? []
    return image
      ? {
          values: { name: nameOf(image), digest: escapeInvisible(`${repository}@sha256:${shortId(digest)}…`) },
          way: toImage(image),
        }
      : null
  },
  registry: ({ live }) => {
    const reference = references(live.images).find((one) => registryOf(one) !== null)
    const registry = reference === undefined ? null : registryOf(reference)
    return reference !== undefined && registry !== null
      ? { values: { reference: escapeInvisible(reference), registry: escapeInvisible(registry) } }
      : null
  },
  'docker-hub': ({ live }) => {
    // Podman writes the registry into every name.
    if (live.engine?.product !== 'docker') return null
    const image = find(live.images, (one) => one.digests.length > 0 && one.tags.some((tag) => registryOf(tag) === null))
    const reference = image?.tags.find((tag) => registryOf(tag) === null)
    return image && reference !== undefined
      ? { values: { reference: escapeInvisible(reference) }, way: toImage(image, reference) }
      : null
  },
  mirror: ({ live }) => {
    const mirrors = live.engine?.mirrors ?? []
    return mirrors.length > 0 ? { values: { mirrors: escapeInvisible(listed(mirrors)) }, way: { to: 'engine' } } : null
  },
  untag: ({ live }) => {
    const image = find(live.images, (one) => one.tags.length > 1)
    if (!image) return null
    const [first = '', second = ''] = image.tags.map(escapeInvisible)
    return { values: { first, second, id: shortId(image.id) }, way: toImage(image) }
  },

  container: ({ live }) => {
    const container = aContainer(live)
    const running = [...live.containers.values()].filter(({ state }) => state === 'running').length
    return (
      container && {
        values: {
          count: live.containers.size,
          running,
          name: escapeInvisible(container.name),
          image: escapeInvisible(container.image),
        },
        way: toContainer(container),
      }
    )
  },
  'container-layer': ({ live }) => {
    const container = aContainer(live)
    return container && { values: { name: escapeInvisible(container.name) }, way: { to: 'changes', id: container.id } }
  },
  'copy-on-write': ({ live }) => {
    const [several] = [...live.users.values()].filter((users) => users.length > 1)
    const [one, other] = several ?? []
    return one && other
      ? {
          values: {
            one: escapeInvisible(one.name),
            other: escapeInvisible(other.name),
            image: escapeInvisible(one.image),
          },
          way: toContainer(one),
        }
      : null
  },
  diff: ({ live }) => {
    const container = aContainer(live)
    return container && { values: { name: escapeInvisible(container.name) }, way: { to: 'changes', id: container.id } }
  },
  volume: ({ live }) => mounted(live, (mount) => mount.kind === 'volume' && !isAnonymous(mount)),
  'anonymous-volume': ({ live }) => mounted(live, (mount) => mount.kind === 'volume' && isAnonymous(mount)),
  'bind-mount': ({ live }) => mounted(live, (mount) => mount.kind === 'bind'),
  label: ({ live }) => {
    const labelled = ({ labels }: Image | Container) => Object.keys(labels).length > 0
    const image = find(live.images, (one) => one.tags.length > 0 && labelled(one))
    const container = find(live.containers, labelled)
    const [[name, value] = ['', '']] = Object.entries(image?.labels ?? container?.labels ?? {})
    const label = escapeInvisible(value === '' ? name : `${name}=${value}`)
    if (image) return { values: { name: nameOf(image), label }, way: toImage(image) }
    return container && { values: { name: escapeInvisible(container.name), label }, way: toContainer(container) }
  },

  pull: ({ live }) => {
    const job = lastDone(live, 'pull')
    if (job?.action.kind !== 'pull') return null
    return { values: { reference: escapeInvisible(job.action.reference) }, ...outcomeOf(live, job) }
  },
  exec: ({ live }) => session(live, 'exec'),
  attach: ({ live }) => session(live, 'attach'),
  shell: ({ live }) => {
    const shells = /(^|\/)(ba|da|a|z)?sh$/
    const container = find(live.containers, ({ command }) => shells.test(command.split(' ')[0] ?? ''))
    return (
      container && {
        values: {
          name: escapeInvisible(container.name),
          shell: escapeInvisible(container.command.split(' ')[0] ?? ''),
        },
        way: toContainer(container),
      }
    )
  },
  terminal: ({ live }) => {
    const container = find(live.containers, ({ tty }) => tty)
    return container && { values: { name: escapeInvisible(container.name) }, way: toContainer(container) }
  },
  stdin: ({ live }) => {
    const console = live.consoles.find(({ state }) => state === 'open')
    return console
      ? { values: { name: escapeInvisible(console.containerName) }, ...holding(live, console.container) }
      : null
  },
  detached: ({ live }) => {
    const runs = done(live, 'run').filter(({ action }) => action.kind === 'run' && action.detach)
    const made = runs.flatMap(({ outcome }) => (outcome?.kind === 'container' ? [live.containers.get(outcome.id)] : []))
    const container = made.findLast((one) => one !== undefined)
    return container ? { values: { name: escapeInvisible(container.name) }, way: toContainer(container) } : null
  },
  port: ({ live }) => {
    const container = find(live.containers, ({ ports }) => ports.some(({ host }) => host !== null))
    const port = container?.ports.find(({ host }) => host !== null)
    return container && port
      ? {
          // As text: a port is no quantity, and has no thousands.
          values: { name: escapeInvisible(container.name), host: String(port.host), container: String(port.container) },
          way: toContainer(container),
        }
      : null
  },
  env: (context) =>
    ofSubject(context, ({ env }) => (env[0] === undefined ? null : { variable: escapeInvisible(env[0]) })),
  entrypoint: (context) =>
    ofSubject(context, ({ entrypoint, command }) => {
      const words = [...entrypoint, ...command]
      return words.length > 0 ? { command: escapeInvisible(words.join(' ')) } : null
    }),
  prune: ({ live }) => {
    // What a container uses stays, dangling or not.
    const count = [...live.images.values()].filter(({ id, kind }) => kind === 'dangling' && !live.users.has(id)).length
    return count > 0 ? { values: { count }, way: { to: 'filter', text: 'dangling:true in-use:false' } } : null
  },

  commit: ({ live }) => {
    const job = lastDone(live, 'commit')
    const image = job?.outcome?.kind === 'image' ? live.images.get(job.outcome.id) : undefined
    return job?.action.kind === 'commit' && image
      ? { values: { container: escapeInvisible(job.action.container), name: nameOf(image) }, way: toImage(image) }
      : null
  },
  dockerfile: (context) =>
    ofSubject(context, ({ history }) => {
      const line = history.map((step) => instruction(step.createdBy)).find((text) => /^[A-Z]{2,} /.test(text))
      return line === undefined
        ? null
        : { instruction: escapeInvisible(line.length > 120 ? `${line.slice(0, 120)}…` : line) }
    }),
  'build-cache': ({ live }) => {
    const cached = ({ log }: Job) => log.filter((line) => line.includes('Using cache')).length
    const job = done(live, 'build').findLast((one) => cached(one) > 0)
    return job?.action.kind === 'build'
      ? { values: { name: escapeInvisible(job.action.tag), count: cached(job) } }
      : null
  },
  buildkit: (context) =>
    ofSubject(context, ({ history }) => {
      const mark = history.find((step) => step.comment.startsWith('buildkit'))
      return mark ? { mark: escapeInvisible(mark.comment) } : null
    }),

  engine: ({ live }) =>
    live.engine && {
      values: {
        // A name, the same in every language.
        product: live.engine.product === 'podman' ? 'Podman' : 'Docker',
        version: escapeInvisible(live.engine.version),
        host: escapeInvisible(live.engine.hostName),
      },
      way: { to: 'engine' },
    },
  socket: ({ live }) => {
    const address = live.engine?.endpoint.address ?? ''
    return /^(unix|npipe):/.test(address)
      ? { values: { address: escapeInvisible(address) }, way: { to: 'engine' } }
      : null
  },
  context: ({ live }) => {
    const endpoint = live.engine?.endpoint
    return endpoint?.source === 'context'
      ? {
          values: { name: escapeInvisible(endpoint.name), address: escapeInvisible(endpoint.address) },
          way: { to: 'engine' },
        }
      : null
  },
  podman: ({ live }) =>
    live.engine?.product === 'podman'
      ? { values: { version: escapeInvisible(live.engine.version) }, way: { to: 'engine' } }
      : null,
}

/** A term's example on the engine at hand; `null` where there is none. */
export function exampleOf(term: TermId, context: ExampleContext): Example | null {
  return examples[term]?.(context) ?? null
}

function ofSubject({ live, detail }: ExampleContext, take: (detail: ImageDetail) => Values | null): Example | null {
  const image = detail && live.images.get(detail.id)
  const values = image && take(detail)
  return values ? { values: { name: nameOf(image), ...values }, way: toImage(image) } : null
}

function ofKind(live: EngineState, kind: 'dangling' | 'intermediate'): Example | null {
  const all = [...live.images.values()].filter((image) => image.kind === kind)
  const size = bytes(all.reduce((sum, image) => sum + image.size, 0))
  return all.length > 0 ? { values: { count: all.length, size }, way: { to: 'filter', text: `${kind}:true` } } : null
}

function mounted(live: EngineState, wanted: (mount: Mount) => boolean): Example | null {
  const container = find(live.containers, ({ mounts }) => mounts.some(wanted))
  const mount = container?.mounts.find(wanted)
  return container && mount
    ? {
        values: {
          name: escapeInvisible(container.name),
          source: escapeInvisible(isAnonymous(mount) ? shortId(mount.source) : mount.source),
          path: escapeInvisible(mount.path),
        },
        way: toContainer(container),
      }
    : null
}

/** The engine makes up 64 hex digits for a volume that nobody names. */
function isAnonymous({ source }: Mount): boolean {
  return /^[0-9a-f]{64}$/.test(source)
}

function session(live: EngineState, kind: Console['kind']): Example | null {
  const console = live.consoles.find((one) => one.kind === kind)
  return console
    ? {
        values: { name: escapeInvisible(console.containerName), command: escapeInvisible(console.commandLine) },
        ...holding(live, console.container),
      }
    : null
}

/** The way to a container that may be gone. */
function holding(live: EngineState, id: string): { way?: Way } {
  return live.containers.has(id) ? { way: { to: 'container', id } } : {}
}

/** Jobs of these kinds that were done, in their order. */
function done(live: EngineState, ...kinds: Action['kind'][]): Job[] {
  return [...live.jobs.values()].filter((job) => kinds.includes(job.action.kind) && job.state === 'done')
}

function lastDone(live: EngineState, ...kinds: Action['kind'][]): Job | null {
  return done(live, ...kinds).at(-1) ?? null
}

function outcomeOf(live: EngineState, { outcome }: Job): { way?: Way } {
  const image = outcome?.kind === 'image' ? live.images.get(outcome.id) : undefined
  return image ? { way: toImage(image) } : {}
}

/** The registry's address that a reference begins with: only an address has a dot or a port, or is this machine. */
function registryOf(reference: string): string | null {
  const [first = '', ...rest] = reference.split('/')
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : null
}

function references(images: ReadonlyMap<string, Image>): string[] {
  return [...images.values()].flatMap(({ tags }) => tags)
}

function nameOf(image: Image): string {
  return escapeInvisible(image.tags[0] ?? shortId(image.id))
}

/** One that runs, else any. */
function aContainer(live: EngineState): Container | null {
  return find(live.containers, ({ state }) => state === 'running') ?? find(live.containers, () => true)
}

function find<Item>(items: ReadonlyMap<string, Item>, wanted: (item: Item) => boolean): Item | null {
  for (const item of items.values()) if (wanted(item)) return item
  return null
}

function has(images: ReadonlyMap<string, Image>, id: string | null): boolean {
  return id !== null && images.has(id)
}

function newest(images: readonly Image[]): Image | null {
  return images.reduce<Image | null>((best, image) => (best && best.created >= image.created ? best : image), null)
}

function toImage(image: Image, reference: string | null = image.tags[0] ?? null): Way {
  return { to: 'image', id: image.id, reference }
}

function toContainer(container: Container): Way {
  return { to: 'container', id: container.id }
}
