import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Action } from '../../engine/gen/action'
import type { Lesson } from '../../engine/gen/lesson'
import { languages, setLanguage, t } from '../../messages/index.svelte'
import { pullDialog } from '../../state/dialogs.svelte'
import { navigate, route } from '../../state/route.svelte'
import { FakeEngine } from '../../testing/fakeEngine'
import { aContainer } from '../../testing/fixtures/containers'
import { anEngine } from '../../testing/fixtures/engines'
import { anImage } from '../../testing/fixtures/images'
import { aJob } from '../../testing/fixtures/jobs'
import { aLesson, aQuestion, aStep } from '../../testing/fixtures/lessons'
import TestApp from '../../testing/TestApp.svelte'
import LessonPanel from './LessonPanel.svelte'
import { chooseLessonEngine, fold, leaveLesson, openLesson, panel, shownLesson } from './openLesson.svelte'

const practice = anEngine({ practice: true })
const pull: Action = { kind: 'pull', reference: 'practice/shell:1.0', platform: '' }
const command = { text: 'docker pull practice/shell:1.0', whole: null, parts: [] }

const question = aQuestion({ id: 'layer-count', choices: ['3', '5'].map((id) => ({ id, localized: false })) })
const doing = aStep({ action: pull, command, places: ['nav-images', 'pull-open'] })
const looking = aStep({ id: 'look', question })
const steps = [doing, looking]

function show(lesson: Lesson | null = aLesson({ steps }), engine = new FakeEngine().connected([], [], practice)) {
  if (lesson) engine.send({ kind: 'course', course: { lessons: [lesson] } })
  const { container } = render(TestApp, { props: { engine, component: LessonPanel, props: { id: 'pull' } } })
  return { engine, container, user: userEvent.setup() }
}

function tell(engine: FakeEngine, lesson: Lesson) {
  engine.send({ kind: 'course', course: { lessons: [lesson] } })
}

function step(id: string): HTMLElement {
  const found = screen.getAllByTestId('lesson-step').find((one) => one.dataset.step === id)
  if (!found) throw new Error(`no step ${id}`)
  return found
}

beforeEach(() => {
  setLanguage('en')
  openLesson('pull')
})
afterEach(() => {
  leaveLesson()
  chooseLessonEngine('practice')
  pullDialog.close()
  fold(false)
  navigate('images')
})

test('a lesson begins once its engine has it', async () => {
  const { engine } = show(null)
  expect(engine.asked('beginLesson'), 'it is not there yet').toEqual([])
  tell(engine, aLesson({ steps, state: 'new' }))
  await waitFor(() => expect(engine.asked('beginLesson')).toEqual([['pull']]))
})

test('whoever begins a lesson begins the practice engine', async () => {
  const { engine } = show(null, new FakeEngine().connected())
  await waitFor(() => expect(engine.asked('startPractice'), 'once').toHaveLength(1))
  expect(engine.asked('beginLesson'), 'not on the engine at hand').toEqual([])
  expect(screen.getByTestId('practice'), 'it says what is going on').toBeVisible()
})

test('on one’s own engine, when that was chosen', async () => {
  chooseLessonEngine('real')
  const { engine } = show(aLesson({ steps, state: 'new' }), new FakeEngine().connected())
  await waitFor(() => expect(engine.asked('beginLesson')).toEqual([['pull']]))
  expect(engine.asked('startPractice')).toHaveLength(0)
})

test.each(languages)('in %s, a step says why, what to do and how it is done by a command', async (language) => {
  setLanguage(language)
  show()
  const first = step('pull')
  const values = { image: 'practice/shell:1.0' }
  for (const part of ['title', 'why', 'do'])
    expect(first).toHaveTextContent(t(`step-pull-pull-${part}`, values).replaceAll('`', ''))
  expect(within(first).getAllByTestId('command-line')[0]).toHaveTextContent(command.text)
  expect(first.dataset.state).toBe('open')
  expect(first, 'one is here').toHaveAttribute('aria-current', 'step')
  expect(within(step('look')).queryByTestId('lesson-question'), 'later ones are folded').not.toBeInTheDocument()
})

test('a step that becomes done is told, and the next one opens', async () => {
  const { engine } = show()
  expect(screen.getByTestId('lesson-told'), 'nothing to tell yet').toHaveTextContent(/^$/)
  tell(engine, aLesson({ steps: steps.map((one) => ({ ...one, done: one.id === 'pull' })) }))
  await waitFor(() => expect(step('pull').dataset.state).toBe('done'))
  expect(screen.getByTestId('lesson-told')).toHaveTextContent('Done: Pull an image. Next: Look at its layers.')
  expect(await within(step('look')).findByTestId('lesson-question')).toBeVisible()
  expect(screen.getByTestId('lesson-progress')).toHaveTextContent('1 of 3')
})

test('a wrong turn gets its hint, as it is seen', async () => {
  const { engine } = show()
  expect(screen.getByTestId('lesson-hint'), 'none while all is well').toHaveTextContent(/^$/)
  const wrong = aStep({
    ...doing,
    hint: 'other-tag',
    values: { image: 'practice/shell:1.0', found: 'practice/shell:latest' },
  })
  tell(engine, aLesson({ steps: [wrong] }))
  const hint = await screen.findByText(/this lesson uses/)
  expect(hint.closest('[role="status"]'), 'told to screen readers').toHaveTextContent('practice/shell:latest')
})

test('the form is filled in by a click', async () => {
  const { user } = show()
  await user.click(screen.getByTestId('lesson-form'))
  expect(pullDialog.isOpen).toBe(true)
  expect(pullDialog.value).toMatchObject({ reference: 'practice/shell:1.0' })
})

test('“show me” leads to the screen where it is done', async () => {
  navigate('engine')
  const { user } = show()
  await user.click(screen.getByTestId('lesson-show'))
  expect(route()).toBe('images')
})

test('a terminal is told which engine is meant', async () => {
  const { user } = show()
  await user.click(screen.getByText('Use a terminal instead'))
  const lines = screen.getAllByTestId('command-line').map((line) => line.textContent)
  expect(lines, 'what makes a terminal talk to that engine').toContainEqual(
    expect.stringContaining('export DOCKER_HOST='),
  )
})

test('a build is begun here, with its Dockerfile beside it', async () => {
  const build: Action = {
    kind: 'build',
    dockerfile: 'FROM practice/shell:1.0\nRUN echo first > /notes\n',
    tag: 'practice/notes:1.0',
  }
  const { engine, user } = show(aLesson({ steps: [aStep({ action: build, places: ['lesson-do'] })] }))
  expect(screen.getByTestId('lesson-dockerfile')).toHaveTextContent('RUN echo first > /notes')
  expect(screen.queryByTestId('lesson-show'), 'it is here').not.toBeInTheDocument()
  await user.click(screen.getByTestId('lesson-do'))
  expect(engine.asked('perform')).toEqual([[build]])
})

test('an answer is judged in words, and may be given again', async () => {
  const { engine, user } = show(aLesson({ steps: [looking] }))
  const form = screen.getByTestId('lesson-question')
  expect(within(form).getByTestId('lesson-answer'), 'nothing is chosen').toBeDisabled()

  engine.verdict = 'wrong'
  await user.click(within(form).getByLabelText('5'))
  await user.click(within(form).getByTestId('lesson-answer'))
  expect(engine.asked('answer')).toEqual([['pull', 'layer-count', ['5']]])
  await waitFor(() => expect(within(form).getByRole('status')).toHaveTextContent(/Not quite.*coloured blocks/s))

  await user.click(within(form).getByLabelText('3'))
  expect(within(form).getByRole('status'), 'what is chosen anew is not judged yet').toHaveTextContent(/^$/)
  engine.verdict = 'right'
  await user.click(within(form).getByTestId('lesson-answer'))
  expect(engine.asked('answer').at(-1), 'one choice takes the place of another').toEqual(['pull', 'layer-count', ['3']])
  tell(engine, aLesson({ steps: [{ ...looking, question: { ...question, verdict: 'right' } }] }))
  await waitFor(() => expect(within(form).getByRole('status')).toHaveTextContent(/Right.*only record something/s))
  expect(within(form).getByLabelText('3'), 'it is settled').toBeDisabled()
})

test('an answered step stays open beside the next one, until it is folded', async () => {
  const next = aStep({ id: 'sibling', values: { image: 'practice/shell:1.1', shell: 'practice/shell:1.0', found: '' } })
  const { engine, user } = show(aLesson({ steps: [looking, next] }))
  tell(engine, aLesson({ steps: [{ ...looking, done: true, question: { ...question, verdict: 'right' } }, next] }))
  await waitFor(() => expect(step('sibling')).toHaveTextContent('Each layer is stored once'))
  expect(step('look'), 'it says why the answer is right').toHaveTextContent('only record something')
  await user.click(within(step('look')).getByRole('button', { expanded: true }))
  expect(within(step('look')).queryByTestId('lesson-question')).not.toBeInTheDocument()
})

test('several choices may be right', async () => {
  const question = aQuestion({
    id: 'shares',
    several: true,
    choices: ['a:1', 'b:1'].map((id) => ({ id, localized: false })),
  })
  const { engine, user } = show(aLesson({ steps: [aStep({ done: true })], questions: [question] }))
  for (const name of ['a:1', 'b:1']) await user.click(screen.getByLabelText(name))
  await user.click(screen.getByTestId('lesson-answer'))
  expect(engine.asked('answer')).toEqual([['pull', 'shares', ['a:1', 'b:1']]])
})

test('the quiz waits for the steps', () => {
  show()
  expect(screen.getByTestId('lesson-quiz')).toHaveTextContent('One question, after the steps.')
})

test('a finished lesson says what one can do now, and leads on', async () => {
  const { user } = show(
    aLesson({ state: 'done', steps: [aStep({ done: true })], questions: [aQuestion({ verdict: 'right' })] }),
  )
  expect(screen.getByTestId('lesson-finished')).toHaveTextContent('You can pull an image')
  await user.click(screen.getByTestId('lesson-next'))
  expect(shownLesson()).toBe('shell')
})

test('putting back lists what goes and does just that', async () => {
  const reset: Action = {
    kind: 'cleanUp',
    steps: [{ kind: 'removeImage', target: 'practice/shell:1.0' }],
    predicted: { least: 0, most: 10 },
  }
  const { engine, user } = show(aLesson({ steps, reset, created: ['practice/shell:1.0'] }))
  await user.click(screen.getByTestId('lesson-reset'))
  const dialog = await screen.findByTestId('lesson-reset-dialog')
  expect(within(dialog).getByTestId('put-back-item')).toHaveTextContent('practice/shell:1.0')
  expect(engine.asked('perform'), 'asked first').toHaveLength(0)
  await waitFor(() => expect(within(dialog).getByTestId('reset-lesson-start')).toBeEnabled())
  await user.click(within(dialog).getByTestId('reset-lesson-start'))
  expect(engine.asked('perform')).toEqual([[reset]])

  engine.send({ kind: 'job', job: aJob({ action: reset, state: 'done' }) })
  await waitFor(() => expect(screen.queryByTestId('lesson-reset-dialog')).not.toBeInTheDocument())
})

test('nothing to put back, nothing offered', () => {
  show()
  expect(screen.queryByTestId('lesson-reset')).not.toBeInTheDocument()
})

test('repeating forgets how far one came, then begins', async () => {
  const { engine, user } = show()
  await user.click(screen.getByTestId('lesson-repeat'))
  await waitFor(() => expect(engine.asked('repeatLesson')).toEqual([['pull']]))
  await waitFor(() => expect(engine.asked('beginLesson').at(-1)).toEqual(['pull']))
})

test('it can be folded and left', async () => {
  const { user } = show()
  await user.click(screen.getByTestId('lesson-fold'))
  expect(screen.queryByTestId('lesson-step')).not.toBeInTheDocument()
  expect(panel().folded).toBe(true)
  await user.click(screen.getByTestId('lesson-unfold'))
  expect(screen.getAllByTestId('lesson-step')).toHaveLength(2)
  await user.click(screen.getByTestId('lesson-leave'))
  expect(shownLesson()).toBeNull()
})

test('it is made wider and narrower by the keyboard, and stays so', async () => {
  const { user } = show()
  const before = panel().width
  screen.getByRole('separator').focus()
  await user.keyboard('{ArrowRight}')
  expect(panel().width).toBe(before + 24)
})

test('the place is ringed, follows what happens there, and covers nothing', async () => {
  const outside = document.createElement('div')
  outside.innerHTML = '<button data-testid="nav-images"></button>'
  document.body.append(outside)
  // jsdom has no layout: all that is there lies side by side.
  Element.prototype.getBoundingClientRect = () => new DOMRect(10, 40, 100, 30)
  document.elementFromPoint = () => document.querySelector('[data-testid="pull-open"], [data-testid="nav-images"]')
  show()
  const ring = await screen.findByTestId('lesson-spotlight')
  expect(ring, 'told by the words and by “show me”').toHaveAttribute('aria-hidden', 'true')
  expect(ring.dataset.verb).toBe('click')
  expect(ring.style.left, 'around it').toBe('6px')
  expect(ring.className).toContain('pointer-events-none')

  outside.replaceChildren()
  await waitFor(() => expect(screen.queryByTestId('lesson-spotlight'), 'the place has gone').not.toBeInTheDocument())
  outside.innerHTML = '<input data-testid="pull-open" />'
  await waitFor(() => expect(screen.getByTestId('lesson-spotlight').dataset.verb, 'another has come').toBe('type'))
  outside.remove()
})

test('forms are offered for what is there', async () => {
  const exec: Action = { kind: 'exec', container: 'webserver', command: 'bash', user: '' }
  const lesson = aLesson({ steps: [aStep({ action: exec, places: ['container-console'] })] })
  const { engine } = show(lesson)
  expect(screen.queryByTestId('lesson-form'), 'no such container').not.toBeInTheDocument()
  engine.connected([anImage()], [aContainer({ name: 'webserver' })], practice)
  expect(await screen.findByTestId('lesson-form')).toBeVisible()
})

test.each(languages)('in %s, it has no faults that axe knows', async (language) => {
  setLanguage(language)
  const { container } = show(aLesson({ steps: [doing, { ...looking, done: true }] }))
  await screen.findAllByTestId('lesson-step')
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } })
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
})
