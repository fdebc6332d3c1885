import { expect, test } from 'vitest'

import { aLesson, aQuestion, aStep } from '../../testing/fake'
import { after, currentPart, newlyDone, numberOf, order, progressOf, quiz, upcoming } from './lessons'

const right = aQuestion({ verdict: 'right' })

test('the lessons follow each other', () => {
  expect(order.map(numberOf), 'numbered from one').toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(after('pull')).toBe('shell')
  expect(after('commit'), 'the last').toBeNull()
})

test('one goes on with what was begun, else with the first that was not', () => {
  expect(upcoming({ lessons: [] }), 'no engine has told yet').toBe('pull')
  const lessons = [aLesson({ state: 'done' }), aLesson({ id: 'shell', state: 'new' })]
  expect(upcoming({ lessons })).toBe('shell')
  expect(upcoming({ lessons: [...lessons, aLesson({ id: 'change' })] }), 'begun, though later').toBe('change')
  expect(upcoming({ lessons: order.map((id) => aLesson({ id, state: 'done' })) }), 'all are done').toBeNull()
})

test('how far one has come counts steps and questions', () => {
  const steps = [aStep({ done: true }), aStep({ id: 'look' })]
  expect(progressOf(aLesson({ steps, questions: [right, aQuestion({ verdict: 'wrong' })] }))).toEqual({
    done: 2,
    all: 4,
  })
})

test('one is at the first step that is open, then at the quiz', () => {
  const done = [aStep({ done: true }), aStep({ id: 'look', done: true })]
  expect(currentPart(aLesson({ steps: [aStep(), aStep({ id: 'look', done: true })] })), 'a later one done before').toBe(
    'pull',
  )
  expect(currentPart(aLesson({ steps: done }))).toBe(quiz)
  expect(currentPart(aLesson({ steps: done, questions: [right] }))).toBeNull()
})

test('a step is newly done once', () => {
  const before = aLesson({ steps: [aStep({ done: true }), aStep({ id: 'look' })] })
  const now = aLesson({ steps: [aStep({ done: true }), aStep({ id: 'look', done: true })] })
  expect(newlyDone(before, now)).toEqual(['look'])
  expect(newlyDone(now, now)).toEqual([])
})
