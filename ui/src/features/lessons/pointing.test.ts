import { afterEach, expect, test } from 'vitest'

import { verbAt, imageOf, pointedAt, screenOf, selectorOf } from './pointing'

const seen = (element: HTMLElement) => element.closest('[hidden]') === null

/** The place that is pointed at, as its testid. */
function pointed(places: string[]): string | null {
  return pointedAt(places, seen)?.dataset.testid ?? null
}

function element<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector)
  if (!found) throw new Error(`nothing is ${selector}`)
  return found
}

afterEach(() => document.body.replaceChildren())

test('a place is a testid that CSS may narrow down', () => {
  expect(selectorOf('pull-open')).toBe('[data-testid="pull-open"]')
  expect(selectorOf('image-row[data-reference="a:1"] [data-testid=image-run]')).toBe(
    '[data-testid="image-row"][data-reference="a:1"] [data-testid=image-run]',
  )
  document.body.innerHTML = '<button data-testid="pull-open"></button>'
  expect(pointed(['pull-open[[', 'pull-open']), 'what CSS cannot read is left out').toBe('pull-open')
})

test('what can be seen says how far one has come', () => {
  const places = ['nav-images', 'pull-open', 'pull-reference', 'pull-start']
  document.body.innerHTML = '<button data-testid="nav-images"></button>'
  expect(pointed(places), 'another screen is shown').toBe('nav-images')

  document.body.innerHTML =
    '<button data-testid="nav-images" aria-current="page"></button><button data-testid="pull-open"></button>'
  expect(pointed(places), 'the screen is there').toBe('pull-open')

  document.body.innerHTML += `<div role="dialog"><form><input data-testid="pull-reference" /></form><button data-testid="pull-start"></button></div>`
  expect(pointed(places), 'the dialog is open: what is yet to be typed').toBe('pull-reference')

  element<HTMLInputElement>('input').value = 'practice/shell:1.0'
  expect(pointed(places), 'it is typed').toBe('pull-start')

  element('[role=dialog]').toggleAttribute('hidden')
  element<HTMLElement>('[data-testid=pull-open]').hidden = true
  expect(pointed(places), 'all that is seen has been reached').toBeNull()
})

test('a button that stands in every row is that of the row that is meant', () => {
  document.body.innerHTML = `
    <div role="row" data-testid="image-row" data-reference="a:1"><button data-testid="image-remove" id="a"></button></div>
    <div role="row" data-testid="image-row" data-reference="b:1"><button data-testid="image-remove" id="b"></button></div>`
  const places = ['image-row[data-reference="b:1"]', 'image-remove']
  expect(pointedAt(places, seen)?.id, 'never another one’s').toBe('b')

  document.querySelectorAll('#b').forEach((button) => button.remove())
  expect(pointed(places), 'without a button of its own the row comes first').toBe('image-row')

  document.body.innerHTML += `<aside data-testid="image-detail" data-image-id="B"><button data-testid="image-remove" id="d"></button></aside>`
  element<HTMLElement>('[data-reference="b:1"]').dataset.imageId = 'A'
  expect(pointedAt(places, seen)?.id, 'nor in another image’s drawer').not.toBe('d')
  element<HTMLElement>('[data-reference="b:1"]').dataset.imageId = 'B'
  expect(pointedAt(places, seen)?.id, 'but in its own').toBe('d')
})

test('a box is reached when it is ticked, or when its tick is gone', () => {
  document.body.innerHTML = `<form><input type="checkbox" data-testid="run-tty" checked />
    <input type="checkbox" data-testid="run-remove" checked /><button data-testid="run-start"></button></form>`
  const places = ['run-tty', 'run-remove:checked', 'run-start']
  expect(pointed(places), 'a tick that is to be taken away').toBe('run-remove')
  element<HTMLInputElement>('[data-testid=run-remove]').checked = false
  expect(pointed(places)).toBe('run-start')
})

test('a list is reached when something was typed into it', () => {
  document.body.innerHTML = `<form><fieldset data-testid="run-ports"><input /></fieldset><button data-testid="run-start"></button></form>`
  expect(pointed(['run-ports', 'run-start'])).toBe('run-ports')
  element<HTMLInputElement>('input').value = '8080:80'
  expect(pointed(['run-ports', 'run-start'])).toBe('run-start')
})

test.each([
  ['<button data-testid="x"></button>', 'click'],
  ['<input data-testid="x" />', 'type'],
  ['<input type="checkbox" data-testid="x" />', 'tick'],
  ['<select data-testid="x"></select>', 'choose'],
  ['<div data-testid="console-terminal" id="x"></div>', 'type'],
  ['<aside data-testid="image-detail"></aside>', 'look'],
])('what one does at %s', (html, verb) => {
  document.body.innerHTML = html
  expect(verbAt(document.body.firstElementChild as HTMLElement)).toBe(verb)
})

test.each([
  [['nav-images', 'pull-open'], 'images'],
  [['nav-containers', 'container-row[data-name="web"]'], 'containers'],
  [['console-terminal'], 'containers'],
  [['lesson-do'], null],
])('the screen of %j', (places, screen) => {
  expect(screenOf(places)).toBe(screen)
})

test('a row names its image', () => {
  expect(imageOf('image-row[data-reference="a/b:1"]')).toBe('a/b:1')
  expect(imageOf('image-row[data-image-id="sha256:abc"]')).toBe('sha256:abc')
  expect(imageOf('container-row[data-name="web"]')).toBeNull()
})
