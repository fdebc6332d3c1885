/**
 * An engine for component tests: it says what a test tells it to say, and remembers what it was asked.
 *
 *     const engine = new FakeEngine()
 *     render(...)
 *     engine.send({ kind: 'engine', status: … })
 *     expect(engine.calls).toContainEqual(['perform', action])
 */
import type { Engine, Failure } from './engine'
import type { Action } from './gen/Action'
import type { ChangeContent } from './gen/ChangeContent'
import type { CleanupChoice } from './gen/CleanupChoice'
import type { CommitPreview } from './gen/CommitPreview'
import type { Container } from './gen/Container'
import type { DiskUsage } from './gen/DiskUsage'
import type { Draft } from './gen/Draft'
import type { Endpoint } from './gen/Endpoint'
import type { EngineInfo } from './gen/EngineInfo'
import type { ErrorCode } from './gen/ErrorCode'
import type { HostFigures } from './gen/HostFigures'
import type { Image } from './gen/Image'
import type { ImageDetail } from './gen/ImageDetail'
import type { Job } from './gen/Job'
import type { LayerForest } from './gen/LayerForest'
import type { Plan } from './gen/Plan'
import type { Problem } from './gen/Problem'
import type { Removal } from './gen/Removal'
import type { Settings } from './gen/Settings'
import type { Suggestion } from './gen/Suggestion'
import type { SuggestionRules } from './gen/SuggestionRules'
import type { Update } from './gen/Update'

type Call = [name: keyof Engine, ...values: unknown[]]

export class FakeEngine implements Engine {
  /** Everything that was asked, oldest first; drafts and subscriptions apart, which nobody decides to ask. */
  readonly calls: Call[] = []
  /** What a test wants rejected, by method. */
  readonly failures = new Map<keyof Engine, Failure>()

  /** Answers, to be set by the test. */
  problems: (action: Action) => Problem[] = () => []
  details = new Map<string, ImageDetail>()
  removals: (targets: string[]) => Removal = (targets) => ({
    items: targets.map((target) => ({
      target,
      image: anImage().id,
      effect: 'delete',
      cascade: [],
      keeps: [],
      containers: [],
    })),
  })
  forest: LayerForest = { revision: 1, layers: [], images: [], unread: [] }
  usage: DiskUsage = { images: null, containers: [], volumes: [], buildCache: [] }
  plans: (choice: CleanupChoice) => Plan = () => ({
    forest: 1,
    items: [],
    freed: { least: 0, most: 0 },
    uncertain: [],
    layers: [],
    steps: [],
  })
  suggested: Suggestion[] = []
  shellPaths: string[] = ['/bin/bash', '/bin/sh']
  changed: ChangeContent = { before: null, after: null }
  changeList = { changes: [] } as Awaited<ReturnType<Engine['changes']>>
  preview: CommitPreview = {
    size: null,
    added: 0,
    changed: 0,
    deleted: 0,
    warnings: [],
    command: [],
    instructions: ['CMD', 'ENV', 'EXPOSE'],
  }
  places: Endpoint[] = [anEndpoint()]
  figures: HostFigures | null = null
  cli: string | null = 'Docker version 28.5.2, build ecc6942'
  chosen: Settings = { language: null, theme: 'system', pins: [], suggestions: { days: 30, keepTags: 2 } }
  clipboard = ''
  /** What consoles print, chunk by chunk; an empty queue means they have ended. */
  output: Uint8Array[] = []

  #listeners = new Set<(update: Update) => void>()
  #history: Update[] = []
  #jobs = 0

  /** Tells the page something, now and to whoever subscribes later. */
  send(...updates: Update[]): void {
    this.#history.push(...updates)
    for (const update of updates) for (const listener of this.#listeners) listener(update)
  }

  /** An engine answers, with these images and containers. */
  connected(images: Image[] = [], containers: Container[] = [], engine: EngineInfo = anEngine()): this {
    this.send(
      { kind: 'engine', status: { state: 'connected', engine } },
      { kind: 'inventory', inventory: { revision: 1, loaded: true, images, containers } },
    )
    return this
  }

  /** The calls of one method: the values of each. */
  asked(name: keyof Engine): unknown[][] {
    return this.calls.filter(([called]) => called === name).map(([, ...values]) => values)
  }

  #answer<Value>(call: Call, value: Value): Promise<Value> {
    this.calls.push(call)
    const failure = this.failures.get(call[0])

    return failure ? Promise.reject(failure) : Promise.resolve(value)
  }

  subscribe(onUpdate: (update: Update) => void) {
    for (const update of this.#history) onUpdate(update)
    this.#listeners.add(onUpdate)
    return Promise.resolve(() => void this.#listeners.delete(onUpdate))
  }
  draft(action: Action): Promise<Draft> {
    return Promise.resolve({ command: commandOf(action), problems: this.problems(action) })
  }
  perform(action: Action) {
    return this.#answer(['perform', action], ++this.#jobs)
  }
  cancelJob(job: number) {
    return this.#answer(['cancelJob', job], undefined)
  }
  clearJobs() {
    return this.#answer(['clearJobs'], undefined)
  }
  imageDetail(image: string) {
    const detail = this.details.get(image)
    if (detail) return this.#answer(['imageDetail', image], detail)
    this.calls.push(['imageDetail', image])

    return Promise.reject<ImageDetail>(aFailure('imageNotFound', { reference: image }))
  }
  removal(targets: string[]) {
    return this.#answer(['removal', targets], this.removals(targets))
  }
  layerForest(onProgress: (done: number, total: number) => void) {
    onProgress(this.forest.images.length, this.forest.images.length)
    return this.#answer(['layerForest'], this.forest)
  }
  diskUsage() {
    return this.#answer(['diskUsage'], this.usage)
  }
  plan(choice: CleanupChoice) {
    return this.#answer(['plan', choice], this.plans(choice))
  }
  suggestions(rules: SuggestionRules) {
    return this.#answer(['suggestions', rules], this.suggested)
  }
  shells(container: string) {
    return this.#answer(['shells', container], { paths: this.shellPaths })
  }
  changes(container: string) {
    return this.#answer(['changes', container], this.changeList)
  }
  changeContent(container: string, path: string) {
    return this.#answer(['changeContent', container, path], this.changed)
  }
  commitPreview(container: string) {
    return this.#answer(['commitPreview', container], this.preview)
  }
  consoleRead(console: string, from: number) {
    const bytes = this.output.shift() ?? new Uint8Array()
    return this.#answer(['consoleRead', console, from], { bytes, next: from + bytes.length, again: false })
  }
  consoleWrite(console: string, data: string) {
    return this.#answer(['consoleWrite', console, data], undefined)
  }
  consoleResize(console: string, columns: number, rows: number) {
    return this.#answer(['consoleResize', console, columns, rows], undefined)
  }
  consoleClose(console: string) {
    return this.#answer(['consoleClose', console], undefined)
  }
  endpoints() {
    return this.#answer(['endpoints'], this.places)
  }
  connect(endpoint: Endpoint | null) {
    return this.#answer(['connect', endpoint], undefined)
  }
  reconnect() {
    return this.#answer(['reconnect'], undefined)
  }
  refresh() {
    return this.#answer(['refresh'], undefined)
  }
  hostFigures() {
    return this.#answer(['hostFigures'], this.figures)
  }
  dockerCli() {
    return this.#answer(['dockerCli'], this.cli)
  }
  settings() {
    return this.#answer(['settings'], this.chosen)
  }
  saveSettings(settings: Settings) {
    this.chosen = settings
    return this.#answer(['saveSettings', settings], undefined)
  }
  copyText(text: string) {
    this.clipboard = text
    return this.#answer(['copyText', text], undefined)
  }
  pasteText() {
    return this.#answer(['pasteText'], this.clipboard)
  }
  openAddress(address: string) {
    return this.#answer(['openAddress', address], undefined)
  }
}

/** The words of a command, near enough for a test of the page; the true ones are Rust's. */
function commandOf(action: Action): Draft['command'] {
  const words: Record<Action['kind'], (string | false)[]> = {
    pull: ['pull', action.kind === 'pull' && action.reference],
    listImages: [
      'images',
      ...(action.kind === 'listImages' ? [action.all && '-a', ...action.filters, action.repository] : []),
    ],
    imageHistory: ['history', action.kind === 'imageHistory' && action.image],
    removeImages: ['rmi', ...(action.kind === 'removeImages' ? action.targets : [])],
    tagImage: ['tag', ...(action.kind === 'tagImage' ? [action.image, action.reference] : [])],
    run: ['run', ...(action.kind === 'run' ? [action.tty && '-t', action.image, action.command] : [])],
    listContainers: ['ps', action.kind === 'listContainers' && action.all && '-a'],
    startContainer: ['start', 'container' in action && action.container],
    stopContainer: ['stop', 'container' in action && action.container],
    killContainer: ['kill', 'container' in action && action.container],
    restartContainer: ['restart', 'container' in action && action.container],
    removeContainer: ['rm', 'container' in action && action.container],
    exec: ['exec', '-it', ...(action.kind === 'exec' ? [action.container, action.command] : [])],
    attach: ['attach', 'container' in action && action.container],
    diff: ['diff', 'container' in action && action.container],
    cleanUp: ['rmi', ...(action.kind === 'cleanUp' ? action.steps.map((step) => step.kind) : [])],
    commit: ['commit', ...(action.kind === 'commit' ? [action.container, action.repository] : [])],
  }
  const [subcommand = '', ...rest] = words[action.kind].filter((word) => word !== false && word !== '') as string[]
  const parts = [
    { text: 'docker', term: 'docker', field: '' },
    { text: subcommand, term: subcommand, field: '' },
    ...rest.map((text) => ({ text, term: 'other', field: '' })),
  ]
  return { text: parts.map((part) => part.text).join(' '), parts }
}

/** A digest or ID that begins with `start`. */
export function digest(start: string): string {
  return `sha256:${start.padEnd(64, '0')}`
}

export function aFailure(code: ErrorCode, details: Record<string, string> = {}, message = ''): Failure {
  return { code, message, details }
}

export function aProblem(field: string, code: ErrorCode, details: Record<string, string> = {}): Problem {
  return { field, index: null, warning: false, error: aFailure(code, details) }
}

export function anEndpoint(over: Partial<Endpoint> = {}): Endpoint {
  return { address: 'unix:///var/run/docker.sock', source: 'known', name: 'Docker', tls: null, ...over }
}

export function anEngine(over: Partial<EngineInfo> = {}): EngineInfo {
  return {
    endpoint: anEndpoint(),
    product: 'docker',
    version: '28.5.2',
    apiVersion: '1.51',
    store: 'classic',
    os: 'linux',
    architecture: 'amd64',
    hostName: 'harbour',
    operatingSystem: 'Debian GNU/Linux 12',
    rootFolder: '/var/lib/docker',
    local: true,
    practice: false,
    mirrors: [],
    ...over,
  }
}

export function anImage(over: Partial<Image> = {}): Image {
  return {
    id: digest('13b66b487594'),
    kind: 'tagged',
    tags: ['ubuntu:14.04'],
    digests: [],
    parent: null,
    created: 1_615_000_000,
    size: 196_506_195,
    labels: {},
    ...over,
  }
}

export function aDetail(over: Partial<ImageDetail> = {}): ImageDetail {
  return {
    id: anImage().id,
    os: 'linux',
    architecture: 'amd64',
    variant: '',
    author: '',
    comment: '',
    entrypoint: [],
    command: ['/bin/bash'],
    env: ['PATH=/usr/bin:/bin'],
    exposedPorts: [],
    volumes: [],
    user: '',
    workingFolder: '',
    history: [],
    ...over,
  }
}

export function aContainer(over: Partial<Container> = {}): Container {
  return {
    id: 'c0ffee'.padEnd(64, '0'),
    name: 'web',
    image: 'ubuntu:14.04',
    imageId: anImage().id,
    command: '/bin/bash',
    created: 1_764_000_000,
    state: 'running',
    since: 1_764_000_000,
    exitCode: null,
    ports: [],
    mounts: [],
    tty: true,
    labels: {},
    ...over,
  }
}

export function aJob(over: Partial<Job> = {}): Job {
  return {
    id: 1,
    action: { kind: 'pull', reference: 'ubuntu:14.04', platform: '' },
    command: 'docker pull ubuntu:14.04',
    state: 'running',
    started: 1_764_000_000_000,
    ended: null,
    progress: null,
    log: [],
    outcome: null,
    error: null,
    ...over,
  }
}
