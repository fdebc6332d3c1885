/**
 * The page's only interface to the engine crate.
 *
 * `tauri.ts` implements it with Tauri commands, `testing/fakeEngine.ts` for component tests. Every method rejects with a
 * {@link Failure} only.
 */
import type { Action } from './gen/action'
import type { ChangeContent, Changes, CommitPreview } from './gen/change'
import type { CleanupChoice, Plan, Suggestion, SuggestionRules } from './gen/cleanup'
import type { Draft } from './gen/command'
import type { Shells } from './gen/console'
import type { KeptCopy, Origin, RecordForm, RemovalRecord } from './gen/copy'
import type { DiskUsage } from './gen/disk'
import type { Examination, LocalService } from './gen/doctor'
import type { Endpoint, HostFigures } from './gen/engine'
import type { Error as Failure } from './gen/error'
import type { LayerForest } from './gen/forest'
import type { ImageDetail, Removal } from './gen/image'
import type {
  DuplicateFiles,
  ImageLayers,
  LayerFound,
  LayerNode,
  LayerNodes,
  LayerOrder,
  LayerPage,
  LayerView,
  WastedPaths,
} from './gen/layers'
import type { LessonId, Verdict } from './gen/lesson'
import type { MirrorConfiguration, MirrorTest } from './gen/mirror'
import type { ParsedCommand } from './gen/parse'
import type { Preview } from './gen/preview'
import type { Settings } from './gen/settings'
import type { Update } from './gen/update'

export type { Failure }

/** The failure that a rejected promise of the engine carries; anything else that is thrown is a fault of ours. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'details' in thrown) return thrown as Failure
  return { code: 'internal', message: String(thrown), details: {} }
}

/** A part of a console's output. */
export interface Printed {
  /** Empty at the end of the output. */
  bytes: Uint8Array
  /** Where the next part begins. */
  next: number
  /** It was shown before the page was reloaded. */
  again: boolean
}

export interface Engine {
  /** Calls `onUpdate` with the full state, then with every change in order. Resolves to a function that unsubscribes. */
  subscribe(onUpdate: (update: Update) => void): Promise<() => void>

  /** The action as a command, and what is wrong with it so far. Cheap enough for every keystroke. */
  draft(action: Action): Promise<Draft>
  /** The first docker command of a text as an action, with a remark on all that is not in it as it was written. */
  parseCommand(text: string): Promise<ParsedCommand>
  /**
   * Starts a job and resolves to its ID at once; its progress arrives as updates. A removal that was confirmed comes with
   * its preview: nothing else is removed.
   */
  perform(action: Action, preview?: Preview): Promise<number>
  /** Requests that a job stops. */
  cancelJob(job: number): Promise<void>
  /** Clears the jobs that have ended. */
  clearJobs(): Promise<void>

  /** `image` is an ID. */
  imageDetail(image: string): Promise<ImageDetail>
  /** What removing these references or IDs would do. */
  removal(targets: string[]): Promise<Removal>

  /** Calls `onDropped` with the path of each file that is dropped on the window. Resolves to a function that unsubscribes. */
  followDrops(onDropped: (path: string) => void): Promise<() => void>
  /** What is in an image's layers; `null` when they have not been read (`readLayers`, `readArchive`). */
  imageLayers(image: string): Promise<ImageLayers | null>
  /** The direct children of a folder of a tree; 0 is the root. */
  layerChildren(view: LayerView, folder: number, order: LayerOrder, page: LayerPage): Promise<LayerNodes>
  /** The folders on the way to a path, the root first, and the path itself. */
  layerAncestors(view: LayerView, node: number): Promise<LayerNode[]>
  /** Paths that hold a text, from 0 or where the last answer ended. */
  layerSearch(view: LayerView, text: string, from: number, limit: number): Promise<LayerFound>
  largestFiles(image: string, page: LayerPage): Promise<LayerNodes>
  wastedPaths(image: string, page: LayerPage): Promise<WastedPaths>
  duplicateFiles(image: string, page: LayerPage): Promise<DuplicateFiles>

  /** Asks the registries whether they still have an image, by its ID. */
  origin(image: string): Promise<Origin>
  /** The copies on this machine's disk, newest first, with what is damaged or half-known among them. */
  keptCopies(): Promise<KeptCopy[]>
  /**
   * Asks a registry mirror, from this machine, whether it has an image of Docker Hub and how fast it is. `onStep` gets
   * each step that succeeded; `signal` cancels it, which rejects with `cancelled`.
   */
  testMirror(
    mirror: string,
    image: string,
    onStep: (test: MirrorTest) => void,
    signal: AbortSignal,
  ): Promise<MirrorTest>
  /** How to configure these mirrors in the engine. */
  mirrorConfiguration(mirrors: string[]): Promise<MirrorConfiguration>
  /** The removal records, newest first. */
  records(): Promise<RemovalRecord[]>
  /** Writes the records into the downloads folder; resolves to the file's path. */
  exportRecords(form: RecordForm): Promise<string>
  /**
   * The layers that the engine keeps, and which image is made of which. Asks only about images that were never read;
   * `onProgress` gets the number done and the total.
   */
  layerForest(onProgress: (done: number, total: number) => void): Promise<LayerForest>
  /** What containers, volumes and the build cache take. The engine measures them for it, which may take minutes. */
  diskUsage(): Promise<DiskUsage>
  /** What cleaning up these would do and free, as far as the two above have been read. Cheap enough for every tick. */
  plan(choice: CleanupChoice): Promise<Plan>
  /** What may well go, as far as the two above have been read. */
  suggestions(rules: SuggestionRules): Promise<Suggestion[]>
  /** `container` is an ID or a name, here and below. */
  shells(container: string): Promise<Shells>
  changes(container: string): Promise<Changes>
  changeContent(container: string, path: string): Promise<ChangeContent>
  commitPreview(container: string): Promise<CommitPreview>

  /**
   * The console's output from position `from` on, at most 128 KiB; waits until there is some. A reloaded page reads from 0
   * and gets what is still buffered.
   */
  consoleRead(console: string, from: number): Promise<Printed>
  consoleWrite(console: string, data: string): Promise<void>
  consoleResize(console: string, columns: number, rows: number): Promise<void>
  /** Ends the process inside and forgets the console. */
  consoleClose(console: string): Promise<void>

  /** Every place where an engine may answer. */
  endpoints(): Promise<Endpoint[]>
  /** Uses this endpoint from now on; `null` goes back to finding one. */
  connect(endpoint: Endpoint | null): Promise<void>
  /** Tries again now instead of at the end of the pause. */
  reconnect(): Promise<void>
  /** Why no engine answers, and what can be done about it. Tries every place that is known: seconds, at times. */
  examine(): Promise<Examination>
  /** Starts an engine that is installed on this machine; the system may ask for a password. */
  startService(service: LocalService): Promise<void>
  /** Lists everything anew: a few things happen without the engine telling. */
  refresh(): Promise<void>
  /** Disk and memory that a local engine's images live on; `null` for a remote one. */
  hostFigures(): Promise<HostFigures | null>
  /** What `docker --version` prints on this machine; `null` when there is no docker CLI. */
  dockerCli(): Promise<string | null>

  /** Begins a lesson, or goes on with it: from now on its steps are looked at. */
  beginLesson(lesson: LessonId): Promise<void>
  /**
   * Tells which lesson is on the screen, `null` for none: what no event tells of (a file that is written inside a
   * container) is looked for now, and as long as that lesson waits for it.
   */
  followLesson(lesson: LessonId | null): Promise<void>
  /** Forgets how far one has come with a lesson. What it made stays: {@link Lesson.reset} is for that. */
  repeatLesson(lesson: LessonId): Promise<void>
  /** Answers a question of a lesson, or of one of its steps, by its id; the course that is the better for it comes as an update. */
  answer(lesson: LessonId, question: string, choices: string[]): Promise<Verdict>

  /** Starts the practice engine and uses it from then on; how it goes comes as updates. */
  startPractice(): Promise<void>
  /** Ends the practice engine that this window started, and goes back to finding an engine. */
  stopPractice(): Promise<void>
  /** Empties the practice engine and starts it anew, with its practice images in its registry. */
  resetPractice(): Promise<void>

  settings(): Promise<Settings>
  saveSettings(settings: Settings): Promise<void>
  copyText(text: string): Promise<void>
  pasteText(): Promise<string>
  /** Lets the person choose an archive of images on this machine; `null` when none was chosen. */
  chooseArchive(): Promise<string | null>
  /** Opens an `http://` or `https://` address in the browser. */
  openAddress(address: string): Promise<void>
}
