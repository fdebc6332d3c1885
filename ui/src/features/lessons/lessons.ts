/** What the course says of itself: its order, how far one has come, and what comes next. */
import type { Course, Lesson, LessonId, Question } from '../../engine/gen/lesson'

/** In the order in which they are learned; known before an engine answers. */
export const order: readonly LessonId[] = ['pull', 'shell', 'list', 'dangling', 'intermediate', 'change', 'commit']

export function numberOf(lesson: LessonId): number {
  return order.indexOf(lesson) + 1
}

export function lessonOf(course: Course, id: LessonId): Lesson | null {
  return course.lessons.find((lesson) => lesson.id === id) ?? null
}

/** The lesson after this one; `null` after the last. */
export function after(lesson: LessonId): LessonId | null {
  return order[numberOf(lesson)] ?? null
}

/** What to go on with: a lesson that was started, else the first that was not. `null` when all are done. */
export function upcoming(course: Course): LessonId | null {
  const started = order.find((id) => lessonOf(course, id)?.state === 'started')
  return started ?? order.find((id) => lessonOf(course, id)?.state !== 'done') ?? null
}

/** How many of a lesson's steps and questions are done, of how many. */
export function progressOf(lesson: Lesson): { done: number; all: number } {
  const done = lesson.steps.filter((step) => step.done).length + lesson.questions.filter(isRight).length
  return { done, all: lesson.steps.length + lesson.questions.length }
}

function isRight(question: Question): boolean {
  return question.verdict === 'right'
}

/** The quiz as a part of the lesson; no step has this id. */
export const quiz = 'quiz'

/** The part that one is at: the first step that is not done, then the quiz. `null` when nothing is left. */
export function currentPart(lesson: Lesson): string | null {
  const step = lesson.steps.find((one) => !one.done)
  return step?.id ?? (lesson.questions.every(isRight) ? null : quiz)
}

/** The steps that were not done before and are now. */
export function newlyDone(before: Lesson, now: Lesson): string[] {
  const open = before.steps.filter((step) => !step.done).map((step) => step.id)
  return now.steps.filter((step) => step.done && open.includes(step.id)).map((step) => step.id)
}
