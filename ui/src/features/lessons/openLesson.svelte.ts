/**
 * Which lesson stands beside the work, how its panel was left, and on which engine one wants to learn. Kept in the
 * window's own storage; how far one has come is the engine side's to know.
 */
import type { EngineState } from '../../engine/engineState.svelte'
import type { LessonId } from '../../engine/gen/lesson'
import { order } from './lessons'

const key = 'slipway.learn'

/** Where lessons are done: on the engine of Slipway's own, or on whichever one uses. */
export type Ground = 'practice' | 'real'

interface Left {
  lesson: LessonId | null
  folded: boolean
  /** Of the panel, in pixels. */
  width: number
  ground: Ground
}

const fresh: Left = { lesson: null, folded: false, width: 340, ground: 'practice' }

function load(): Left {
  try {
    const left = { ...fresh, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Left>) }
    return { ...left, lesson: order.find((id) => id === left.lesson) ?? null }
  } catch {
    return fresh // what is stored there is not ours
  }
}

let left: Left = $state.raw(load())
/** A lesson that is to begin as soon as there is an engine for it. */
let wanted: LessonId | null = $state(null)

function keep(change: Partial<Left>): void {
  left = { ...left, ...change }
  localStorage.setItem(key, JSON.stringify(left))
}

/** The lesson beside the work; `null` while there is none. */
export function shownLesson(): LessonId | null {
  return left.lesson
}

/** Brings a lesson beside the work and begins it, or goes on with it, once the engine for it answers. */
export function openLesson(lesson: LessonId): void {
  keep({ lesson, folded: false })
  wanted = lesson
}

/** The lesson goes from sight; how far one has come stays. */
export function leaveLesson(): void {
  keep({ lesson: null })
  wanted = null
}

export function pendingLesson(): LessonId | null {
  return wanted
}

export function lessonBegun(): void {
  wanted = null
}

export function panel(): Readonly<Pick<Left, 'folded' | 'width'>> {
  return left
}

export function fold(folded: boolean): void {
  keep({ folded })
}

export function resize(width: number): void {
  left = { ...left, width }
}

/** The width that the panel was dragged to is kept once it is let go. */
export function keepWidth(): void {
  keep({})
}

export function lessonEngine(): Ground {
  return left.ground
}

export function chooseLessonEngine(chosen: Ground): void {
  keep({ ground: chosen })
}

/** Whether the engine that answers is the one that one wants to learn on. */
export function onLessonEngine(live: EngineState): boolean {
  return live.engine !== null && (left.ground === 'real' || live.engine.practice)
}
