/** The real engine: one Tauri command for each method, and one channel for all updates. */
import { Channel, invoke } from '@tauri-apps/api/core'

import type { Engine, Printed } from './engine'
import type { MirrorTest } from './gen/mirror'
import type { Update } from './gen/update'

/** How many tests of mirrors were begun: each has its number. */
let mirrorTests = 0

export const tauriEngine: Engine = {
  async subscribe(onUpdate) {
    const channel = new Channel<Update>(onUpdate)
    const subscription = await invoke<number>('subscribe', { channel })
    return () => void invoke('unsubscribe', { subscription })
  },
  draft: (action) => invoke('draft', { action }),
  parseCommand: (text) => invoke('parse_command', { text }),
  perform: (action, preview) => invoke('perform', { action, preview }),
  cancelJob: (job) => invoke('cancel_job', { job }),
  clearJobs: () => invoke('clear_jobs'),
  imageDetail: (image) => invoke('image_detail', { image }),
  removal: (targets) => invoke('removal', { targets }),
  origin: (image) => invoke('origin', { image }),
  testMirror: (mirror, image, onStep, signal) => {
    const test = ++mirrorTests
    const progress = new Channel<MirrorTest>(onStep)
    signal.addEventListener('abort', () => void invoke('cancel_mirror_test', { test }))
    return invoke('test_mirror', { test, mirror, image, progress })
  },
  mirrorConfiguration: (mirrors) => invoke('mirror_configuration', { mirrors }),
  keptCopies: () => invoke('kept_copies'),
  records: () => invoke('records'),
  exportRecords: (form) => invoke('export_records', { form }),
  layerForest: (onProgress) => {
    const progress = new Channel<[number, number]>(([done, total]) => {
      onProgress(done, total)
    })
    return invoke('layer_forest', { progress })
  },
  diskUsage: () => invoke('disk_usage'),
  plan: (choice) => invoke('plan', { choice }),
  suggestions: (rules) => invoke('suggestions', { rules }),
  async followDrops(onDropped) {
    const channel = new Channel<string>(onDropped)
    await invoke('follow_drops', { channel })
    return () => void invoke('unfollow_drops')
  },
  imageLayers: (image) => invoke('image_layers', { image }),
  layerChildren: (view, folder, order, page) => invoke('layer_children', { view, folder, order, page }),
  layerAncestors: (view, node) => invoke('layer_ancestors', { view, node }),
  layerSearch: (view, text, from, limit) => invoke('layer_search', { view, text, from, limit }),
  largestFiles: (image, page) => invoke('largest_files', { image, page }),
  wastedPaths: (image, page) => invoke('wasted_paths', { image, page }),
  duplicateFiles: (image, page) => invoke('duplicate_files', { image, page }),
  shells: (container) => invoke('shells', { container }),
  changes: (container) => invoke('changes', { container }),
  changeContent: (container, path) => invoke('change_content', { container, path }),
  commitPreview: (container) => invoke('commit_preview', { container }),
  consoleRead: async (console, from) => printed(await invoke<ArrayBuffer>('console_read', { console, from })),
  consoleWrite: (console, data) => invoke('console_write', { console, data }),
  consoleResize: (console, columns, rows) => invoke('console_resize', { console, columns, rows }),
  consoleClose: (console) => invoke('console_close', { console }),
  endpoints: () => invoke('endpoints'),
  connect: (endpoint) => invoke('connect', { endpoint }),
  reconnect: () => invoke('reconnect'),
  examine: () => invoke('examine'),
  startService: (service) => invoke('start_service', { service }),
  refresh: () => invoke('refresh'),
  hostFigures: () => invoke('host_figures'),
  dockerCli: () => invoke('docker_cli'),
  beginLesson: (lesson) => invoke('begin_lesson', { lesson }),
  followLesson: (lesson) => invoke('follow_lesson', { lesson }),
  repeatLesson: (lesson) => invoke('repeat_lesson', { lesson }),
  answer: (lesson, question, choices) => invoke('answer', { lesson, question, choices }),
  startPractice: () => invoke('start_practice'),
  stopPractice: () => invoke('stop_practice'),
  resetPractice: () => invoke('reset_practice'),
  settings: () => invoke('settings'),
  saveSettings: (settings) => invoke('save_settings', { settings }),
  copyText: (text) => invoke('copy_text', { text }),
  pasteText: () => invoke('paste_text'),
  chooseArchive: () => invoke('choose_archive'),
  openAddress: (address) => invoke('open_address', { address }),
}

/** As `console_read` sends it: where the next part begins (8 bytes), whether it was shown before (1 byte), the rest. */
function printed(answer: ArrayBuffer): Printed {
  const head = new DataView(answer)
  return { next: Number(head.getBigUint64(0, true)), again: head.getUint8(8) === 1, bytes: new Uint8Array(answer, 9) }
}
