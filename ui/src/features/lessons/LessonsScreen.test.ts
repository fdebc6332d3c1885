import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { languages, setLanguage, t } from '../../messages/index.svelte'
import { aFailure, aLesson, anEngine, aStep, FakeEngine } from '../../testing/fake'
import TestApp from '../../testing/TestApp.svelte'
import { order } from './lessons'
import LessonsScreen from './LessonsScreen.svelte'
import { chooseLessonEngine, leaveLesson, shownLesson } from './openLesson.svelte'

const practice = anEngine({ practice: true })

function show(engine = new FakeEngine()) {
  render(TestApp, { props: { engine, component: LessonsScreen } })
  return { engine, user: userEvent.setup() }
}

function card(id: string): HTMLElement {
  const found = screen.getAllByTestId('lesson-card').find((one) => one.dataset.lesson === id)
  if (!found) throw new Error(`no card for ${id}`)
  return found
}

beforeEach(() => setLanguage('en'))
afterEach(() => {
  leaveLesson()
  chooseLessonEngine('practice')
})

test.each(languages)('in %s, the seven lessons say what one will know', (language) => {
  setLanguage(language)
  show()
  expect(
    screen.getAllByTestId('lesson-card').map((one) => one.dataset.lesson),
    'also before an engine answers',
  ).toEqual(order)
  for (const id of order) {
    expect(card(id)).toHaveTextContent(t(`lesson-${id}-title`))
    expect(card(id)).toHaveTextContent(t(`lesson-${id}-about`).replaceAll('`', ''))
  }
})

test('each lesson tells how far one has come', async () => {
  const { engine } = show()
  engine.connected([], [], practice)
  engine.send({
    kind: 'course',
    course: {
      lessons: [
        aLesson({ state: 'done' }),
        aLesson({ id: 'shell', steps: [aStep({ id: 'run', done: true }), aStep({ id: 'file' })] }),
        aLesson({ id: 'list', state: 'new' }),
      ],
    },
  })
  expect(await within(card('pull')).findByText('Done')).toBeVisible()
  expect(card('shell'), 'one of two steps and a question').toHaveTextContent('1 of 3')
  expect(within(card('shell')).getByRole('button', { name: /^Continue/ })).toBeVisible()
  expect(card('list')).toHaveTextContent('Not started')
})

test('a lesson is opened beside the work', async () => {
  const { user } = show()
  await user.click(within(card('shell')).getByTestId('lesson-open'))
  expect(shownLesson()).toBe('shell')
})

test('the practice engine starts by one click, and says how it goes', async () => {
  const { engine, user } = show(new FakeEngine().connected())
  await user.click(await screen.findByTestId('practice-start'))
  expect(engine.asked('startPractice')).toHaveLength(1)

  engine.send({ kind: 'practice', status: { state: 'starting' } })
  expect(await screen.findByText('The practice engine is starting…')).toBeVisible()

  const error = aFailure('practiceUnavailable', { missing: 'dockerd' })
  engine.send({ kind: 'practice', status: { state: 'failed', error } })
  expect((await screen.findByTestId('error')).textContent, 'what is missing').toContain('needs dockerd')
  expect(screen.getByTestId('practice-start'), 'one may try again').toHaveTextContent('Try again')

  await user.click(screen.getByTestId('ground-real'))
  expect(await screen.findByText('Lessons run on your own engine'), 'and there is another way').toBeVisible()
  expect(screen.queryByTestId('error'), 'the practice engine is not wanted any more').not.toBeInTheDocument()
})

test('the practice engine is emptied after a question', async () => {
  const { engine, user } = show(new FakeEngine().connected([], [], practice))
  engine.send({ kind: 'practice', status: { state: 'running', address: 'unix:///p.sock', ours: true } })
  await user.click(await screen.findByTestId('practice-reset'))
  expect(engine.asked('resetPractice'), 'asked first').toHaveLength(0)
  await user.click(screen.getByTestId('practice-reset-start'))
  expect(engine.asked('resetPractice')).toHaveLength(1)
})

test('whoever wants the real engine leaves the practice engine, and is told what that means', async () => {
  const { engine, user } = show(new FakeEngine().connected([], [], practice))
  engine.send({ kind: 'practice', status: { state: 'running', address: 'unix:///p.sock', ours: true } })
  await user.click(await screen.findByTestId('ground-real'))
  expect(engine.asked('stopPractice'), 'this window started it').toHaveLength(1)
  expect(screen.getByTestId('practice')).toHaveTextContent('pull ubuntu and nginx from Docker Hub')
})

test('a practice engine that somebody else started is left running', async () => {
  const { engine, user } = show(new FakeEngine().connected([], [], practice))
  engine.send({ kind: 'practice', status: { state: 'running', address: 'unix:///p.sock', ours: false } })
  await user.click(await screen.findByTestId('ground-real'))
  expect(engine.asked('stopPractice')).toHaveLength(0)
  expect(engine.asked('connect')).toEqual([[null]])
})
