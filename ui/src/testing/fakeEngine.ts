/**
 * An engine for component tests: it says what a test tells it to say, and remembers what it was asked.
 *
 *     const engine = new FakeEngine()
 *     render(...)
 *     engine.send({ kind: 'engine', status: … })
 *     expect(engine.calls).toContainEqual(['perform', action])
 */
import type { Engine, Failure } from '../engine/engine'
import type { Action } from '../engine/gen/action'
import type { ChangeContent, CommitPreview } from '../engine/gen/change'
import type { CleanupChoice, Plan, Suggestion, SuggestionRules } from '../engine/gen/cleanup'
import type { Draft, Problem } from '../engine/gen/command'
import type { Container } from '../engine/gen/container'
import type { KeptCopy, Origin, RecordForm, RemovalRecord } from '../engine/gen/copy'
import type { DiskUsage } from '../engine/gen/disk'
import type { Examination, LocalService } from '../engine/gen/doctor'
import type { Endpoint, EngineInfo, HostFigures } from '../engine/gen/engine'
import type { LayerForest } from '../engine/gen/forest'
import type { Image, ImageDetail, Removal } from '../engine/gen/image'
import type {
  DuplicateFile,
  ImageLayers,
  LayerNode,
  LayerOrder,
  LayerPage,
  LayerView,
  WastedPath,
} from '../engine/gen/layers'
import type { LessonId, Verdict } from '../engine/gen/lesson'
import type { MirrorConfiguration, MirrorTest } from '../engine/gen/mirror'
import type { ParsedCommand } from '../engine/gen/parse'
import type { Preview } from '../engine/gen/preview'
import type { Settings } from '../engine/gen/settings'
import type { Update } from '../engine/gen/update'
import { commandOf } from './fixtures/commands'
import { anEndpoint, anEngine } from './fixtures/engines'
import { aFailure } from './fixtures/failures'
import { anImage } from './fixtures/images'
import { parentOf, pathOf } from './fixtures/layers'
import { aMirrorConfiguration, aMirrorTest } from './fixtures/mirrors'

type Call = [name: keyof Engine, ...values: unknown[]]

export class FakeEngine implements Engine {
  /** Everything that was asked, oldest first; drafts and subscriptions apart, which nobody decides to ask. */
  readonly calls: Call[] = []
  /** The actions that were drafted, oldest first. */
  readonly drafted: Action[] = []
  /** What the confirmed removals were previewed as, oldest first. */
  readonly previews: Preview[] = []
  /** What a test wants rejected, by method. */
  readonly failures = new Map<keyof Engine, Failure>()

  /** Answers, to be set by the test. */
  problems: (action: Action) => Problem[] = () => []
  commands: (action: Action) => Draft['command'] = commandOf
  /** What each text reads as; any other is refused with `unread`. */
  parsedCommands = new Map<string, ParsedCommand>()
  unread: Failure | null = null
  details = new Map<string, ImageDetail>()
  removals: (targets: string[]) => Removal = (targets) => ({
    engine: '',
    items: targets.map((target) => ({
      target,
      image: anImage().id,
      effect: 'delete',
      cascade: [],
      keeps: [],
      containers: [],
    })),
  })
  copies: KeptCopy[] = []
  recorded: RemovalRecord[] = []
  origins: (image: string) => Origin = (image) => ({ image, verdict: 'onlyHere', answers: [] })
  /** What a mirror's test tells, step by step; the last is the result. */
  mirrorTests: (mirror: string, image: string) => MirrorTest[] = (mirror, image) => [aMirrorTest({ mirror, image })]
  /** Whether a test of a mirror comes to its end by itself. */
  mirrorsAnswer = true
  configurations: (mirrors: string[]) => MirrorConfiguration = () => aMirrorConfiguration()
  forest: LayerForest = { revision: 1, layers: [], images: [], unread: [] }
  usage: DiskUsage = { images: null, containers: [], volumes: [], buildCache: [] }
  plans: (choice: CleanupChoice) => Plan = () => ({
    engine: '',
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
  /** What was read of images' layers, by ID. */
  layers = new Map<string, ImageLayers>()
  /** All paths of a tree, each after its folder: the final one under `null`, those of layers under their places. */
  trees = new Map<number | null, LayerNode[]>()
  waste: WastedPath[] = []
  copiesWithin: DuplicateFile[] = []
  places: Endpoint[] = [anEndpoint()]
  examination: Examination = { answers: false, chosen: false, answering: [], findings: [], practice: null }
  figures: HostFigures | null = null
  cli: string | null = 'Docker version 28.5.2, build ecc6942'
  chosen: Settings = {
    language: null,
    theme: 'system',
    longFlags: false,
    pins: [],
    suggestions: { days: 30, keepTags: 2 },
    mirrors: [],
    purpose: 'work',
  }
  clipboard = ''
  /** How an answer to a question is. */
  verdict: Verdict = 'right'
  /** The archive that is chosen when one is to be. */
  archive: string | null = null
  /** What consoles print, chunk by chunk; an empty queue means they have ended. */
  output: Uint8Array[] = []
  /** How many bytes of it were shown before, to a page that has been loaded anew since. */
  shownBefore = 0

  #listeners = new Set<(update: Update) => void>()
  #history: Update[] = []
  #jobs = 0
  #drops = new Set<(path: string) => void>()

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
    this.drafted.push(action)
    const failure = this.failures.get('draft')
    if (failure) return Promise.reject<Draft>(failure)
    return Promise.resolve({ command: this.commands(action), problems: this.problems(action) })
  }
  parseCommand(text: string) {
    const read = this.parsedCommands.get(text)
    if (read) return this.#answer(['parseCommand', text], read)
    return Promise.reject<ParsedCommand>(this.unread ?? aFailure('noDockerCommand'))
  }
  perform(action: Action, preview?: Preview) {
    if (preview) this.previews.push(preview)
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
  origin(image: string) {
    return this.#answer(['origin', image], this.origins(image))
  }
  testMirror(mirror: string, image: string, onStep: (test: MirrorTest) => void, signal: AbortSignal) {
    const [first, ...later] = this.mirrorTests(mirror, image)
    const last = later.at(-1) ?? first ?? aMirrorTest({ mirror, image })
    if (first) onStep(first)
    if (!this.mirrorsAnswer) {
      this.calls.push(['testMirror', mirror, image])
      return new Promise<MirrorTest>((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(aFailure('cancelled') as unknown as Error)
        })
      })
    }
    return this.#answer(['testMirror', mirror, image], last)
  }
  mirrorConfiguration(mirrors: string[]) {
    return this.#answer(['mirrorConfiguration', mirrors], this.configurations(mirrors))
  }
  keptCopies() {
    return this.#answer(['keptCopies'], this.copies)
  }
  records() {
    return this.#answer(['records'], this.recorded)
  }
  exportRecords(form: RecordForm) {
    return this.#answer(['exportRecords', form], `/home/me/Downloads/records.${form}`)
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
  followDrops(onDropped: (path: string) => void) {
    this.#drops.add(onDropped)
    return Promise.resolve(() => void this.#drops.delete(onDropped))
  }
  imageLayers(image: string) {
    return this.#answer(['imageLayers', image], this.layers.get(image) ?? null)
  }
  layerChildren(view: LayerView, folder: number, order: LayerOrder, page: LayerPage) {
    const all = this.#tree(view).filter((node) => node.id !== 0 && parentOf(node) === pathOf(this.#tree(view), folder))
    const nodes = all.slice(page.offset, page.offset + page.limit)
    return this.#answer(['layerChildren', view, folder, order, page], { nodes, total: all.length })
  }
  layerAncestors(view: LayerView, node: number) {
    const path = pathOf(this.#tree(view), node)
    const way = this.#tree(view).filter(
      (other) => other.path === '/' || other.path === path || path.startsWith(`${other.path}/`),
    )
    return this.#answer(['layerAncestors', view, node], way)
  }
  layerSearch(view: LayerView, text: string, from: number, limit: number) {
    const nodes = this.#tree(view).filter((node) => node.id >= from && node.name.includes(text))
    const next = nodes[limit]?.id ?? null
    return this.#answer(['layerSearch', view, text, from, limit], { nodes: nodes.slice(0, limit), next })
  }
  largestFiles(image: string, page: LayerPage) {
    const all = (this.trees.get(null) ?? []).filter((node) => node.kind === 'file')
    const nodes = all.sort((one, other) => other.size - one.size).slice(page.offset, page.offset + page.limit)
    return this.#answer(['largestFiles', image, page], { nodes, total: all.length })
  }
  wastedPaths(image: string, page: LayerPage) {
    const paths = this.waste.slice(page.offset, page.offset + page.limit)
    return this.#answer(['wastedPaths', image, page], { paths, total: this.waste.length })
  }
  duplicateFiles(image: string, page: LayerPage) {
    const files = this.copiesWithin.slice(page.offset, page.offset + page.limit)
    return this.#answer(['duplicateFiles', image, page], { files, total: this.copiesWithin.length })
  }
  /** Drops a file on the window. */
  drop(path: string): void {
    for (const listener of this.#drops) listener(path)
  }
  #tree(view: LayerView): LayerNode[] {
    return this.trees.get(view.layer) ?? []
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
    return this.#answer(['consoleRead', console, from], {
      bytes,
      next: from + bytes.length,
      again: from < this.shownBefore,
    })
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
  examine() {
    return this.#answer(['examine'], this.examination)
  }
  startService(service: LocalService) {
    return this.#answer(['startService', service], undefined)
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
  beginLesson(lesson: LessonId) {
    return this.#answer(['beginLesson', lesson], undefined)
  }
  followLesson(lesson: LessonId | null) {
    return this.#answer(['followLesson', lesson], undefined)
  }
  repeatLesson(lesson: LessonId) {
    return this.#answer(['repeatLesson', lesson], undefined)
  }
  answer(lesson: LessonId, question: string, choices: string[]) {
    return this.#answer(['answer', lesson, question, choices], this.verdict)
  }
  startPractice() {
    return this.#answer(['startPractice'], undefined)
  }
  stopPractice() {
    return this.#answer(['stopPractice'], undefined)
  }
  resetPractice() {
    return this.#answer(['resetPractice'], undefined)
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
  chooseArchive() {
    return this.#answer(['chooseArchive'], this.archive)
  }
  pasteText() {
    return this.#answer(['pasteText'], this.clipboard)
  }
  openAddress(address: string) {
    return this.#answer(['openAddress', address], undefined)
  }
}
