/**
 * Which lesson is open beside the work, how its panel was left, and on which engine lessons are done. Kept in the window's
 * own storage; the engine side keeps the progress.
 */
import type { EngineState } from '../../engine/engineState.svelte'
import type { LessonId } from '../../engine/gen/lesson'
import { order } from './lessons'

const key = 'slipway.learn'

/** Where lessons are done: on Slipway's own engine, or on the one in use. */
export type LessonEngine = 'practice' | 'real'

interface PanelState {
  lesson: LessonId | null
  folded: boolean
  /** Of the panel, in pixels. */
  width: number
  /** Under the name that it has been stored by. */
  ground: LessonEngine
}

const initial: PanelState = { lesson: null, folded: false, width: 340, ground: 'practice' }

function load(): PanelState {
  try {
    const kept = { ...initial, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<PanelState>) }
    return { ...kept, lesson: order.find((id) => id === kept.lesson) ?? null }
  } catch {
    return initial // what is stored there is not ours
  }
}

let kept: PanelState = $state.raw(load())
/** A lesson that begins as soon as there is an engine for it. */
let pending: LessonId | null = $state(null)

function keep(change: Partial<PanelState>): void {
  kept = { ...kept, ...change }
  localStorage.setItem(key, JSON.stringify(kept))
}

/** The lesson beside the work; `null` while there is none. */
export function shownLesson(): LessonId | null {
  return kept.lesson
}

/** Brings a lesson beside the work and begins it, or goes on with it, once the engine for it answers. */
export function openLesson(lesson: LessonId): void {
  keep({ lesson, folded: false })
  pending = lesson
}

/** The lesson goes from sight; how far one has come stays. */
export function leaveLesson(): void {
  keep({ lesson: null })
  pending = null
}

export function pendingLesson(): LessonId | null {
  return pending
}

export function lessonBegun(): void {
  pending = null
}

export function panel(): Readonly<Pick<PanelState, 'folded' | 'width'>> {
  return kept
}

export function fold(folded: boolean): void {
  keep({ folded })
}

export function resize(width: number): void {
  kept = { ...kept, width }
}

/** The width that the panel was dragged to is kept once it is let go. */
export function keepWidth(): void {
  keep({})
}

export function lessonEngine(): LessonEngine {
  return kept.ground
}

export function chooseLessonEngine(chosen: LessonEngine): void {
  keep({ ground: chosen })
}

/** Whether the engine that answers is the one that one wants to learn on. */
export function onLessonEngine(live: EngineState): boolean {
  return live.engine !== null && (kept.ground === 'real' || live.engine.practice)
}
