import { render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { createRawSnippet } from 'svelte'
import { beforeEach, expect, test } from 'vitest'

import Grid from './Grid.svelte'
import { ariaSort, sortedBy, stepOf, type Column } from './grid'

interface Fruit {
  name: string
  weight: number
}

const fruits: Fruit[] = ['apple', 'banana', 'cherry', 'damson', 'elderberry'].map((name, at) => ({ name, weight: at }))
const many: Fruit[] = Array.from({ length: 10_000 }, (_, at) => ({ name: `fruit ${at}`, weight: at }))

const columns: Column<Fruit, 'name' | 'weight'>[] = [
  { id: 'tick', title: 'Tick', titleHidden: true, cell: cell(() => '<input type="checkbox" aria-label="Tick" />') },
  {
    id: 'name',
    title: 'Name',
    sort: 'ascending',
    tooltip: (fruit) => `A ${fruit.name}`,
    cell: cell(({ name }) => name),
  },
  { id: 'weight', title: 'Weight', sort: 'descending', figures: true, cell: cell(({ weight }) => `${weight}`) },
  { id: 'actions', title: 'Actions', cell: cell(() => '<button>Peel</button>') },
]

function cell(html: (fruit: Fruit) => string) {
  return createRawSnippet<[Fruit, number]>((fruit) => ({ render: () => `<span>${html(fruit())}</span>` }))
}

/** What the grid reported, in order. */
let reported: string[] = []

function report(what: string) {
  return (...values: (Fruit | string | number | undefined)[]) => {
    const words = values.map((value) => (typeof value === 'object' ? value.name : String(value)))
    reported.push([what, ...words].join(' '))
  }
}

function props(over: object = {}) {
  return {
    'aria-label': 'Fruits',
    columns,
    rows: fruits,
    key: ({ name }: Fruit) => name,
    attributes: ({ name }: Fruit) => ({ 'data-testid': 'fruit', 'data-name': name, class: 'bg-selected' }),
    sort: { column: 'name', descending: false } as const,
    layout: 'grid-cols-4',
    rowHeight: 30,
    minWidth: '20rem',
    onopen: report('open'),
    ontick: report('tick'),
    onextend: report('extend'),
    ontickall: report('tick all'),
    onuntick: report('untick'),
    onremove: report('remove'),
    ...over,
  }
}

function show(over: object = {}) {
  return { user: userEvent.setup(), ...render(Grid<Fruit, 'name' | 'weight'>, props(over)) }
}

const grid = () => screen.getByRole('grid', { name: 'Fruits' })
const rows = () => screen.getAllByTestId('fruit')
const row = (name: string) => rows().find((each) => each.dataset.name === name) as HTMLElement
const heading = (name: string) => screen.getByRole('columnheader', { name })
/** The row that `aria-activedescendant` names. */
const activeRow = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')?.dataset.name

beforeEach(() => {
  reported = []
})

test('rows have the attributes that they are given, and their places', () => {
  show()
  expect(grid(), 'the rows and the headings').toHaveAttribute('aria-rowcount', '6')
  expect(grid(), 'all columns').toHaveAttribute('aria-colcount', '4')
  expect(row('banana'), 'the headings are the first row').toHaveAttribute('aria-rowindex', '3')
  expect(row('banana'), 'classes are added to the grid’s own').toHaveClass('bg-selected', 'grid-cols-4')
  expect(within(row('banana')).getAllByRole('gridcell')[1], 'the tooltip is the cell’s').toHaveAttribute(
    'title',
    'A banana',
  )
})

test('a heading sorts in the direction of its column first, then in the other', async () => {
  const { user } = show()
  expect(heading('Name'), 'sorted by').toHaveAttribute('aria-sort', 'ascending')
  expect(heading('Weight'), 'could be sorted by').toHaveAttribute('aria-sort', 'none')
  expect(heading('Actions'), 'cannot be sorted by').not.toHaveAttribute('aria-sort')
  expect(heading('Tick'), 'has a title for screen readers').toBeInTheDocument()

  await user.click(screen.getByRole('button', { name: 'Weight' }))
  expect(heading('Weight'), 'the largest first').toHaveAttribute('aria-sort', 'descending')
  expect(heading('Name'), 'one column at a time').toHaveAttribute('aria-sort', 'none')
  await user.click(screen.getByRole('button', { name: 'Weight' }))
  expect(heading('Weight'), 'the other way round').toHaveAttribute('aria-sort', 'ascending')
  expect(reported, 'a heading is no row').toEqual([])
})

test('the direction of a sort is a matter of the column alone', () => {
  const name = { id: 'name', sort: 'ascending' } as const
  const weight = { id: 'weight', sort: 'descending' } as const
  const byName = sortedBy<'name' | 'weight'>(name, { column: 'weight', descending: true })
  expect(byName, 'from the first').toEqual({ column: 'name', descending: false })
  expect(sortedBy<'name' | 'weight'>(weight, byName), 'from the largest').toEqual({
    column: 'weight',
    descending: true,
  })
  expect(ariaSort({ id: 'actions' }, byName), 'no sort, no attribute').toBeUndefined()
})

test('of ten thousand rows only those in sight are in the page', async () => {
  show({ rows: many })
  expect(grid(), 'all are counted').toHaveAttribute('aria-rowcount', '10001')
  expect(rows().length, 'some are there').toBeGreaterThan(15)
  expect(rows().length, 'and no more than are in sight, nearly').toBeLessThan(60)
  grid().scrollTop = 5000 * 30
  grid().dispatchEvent(new Event('scroll'))
  await waitFor(() => expect(row('fruit 5000'), 'those scrolled to').toHaveAttribute('aria-rowindex', '5002'))
  expect(rows().length, 'in place of those before').toBeLessThan(60)
})

test('keys move along the rows and act on the active one', async () => {
  const { user } = show()
  grid().focus()
  expect(grid(), 'no row is active yet').not.toHaveAttribute('aria-activedescendant')
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(activeRow(), 'down').toBe('banana')
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(activeRow(), 'no further than the first').toBe('apple')
  await user.keyboard('{End}')
  expect(activeRow(), 'the last').toBe('elderberry')
  await user.keyboard('{Home}{PageDown}')
  expect(activeRow(), 'a page is more than there is').toBe('elderberry')
  expect(grid(), 'the focus stays on the grid').toHaveFocus()
  expect(reported, 'moving does nothing else').toEqual([])

  await user.keyboard('{Home}{Enter} {Shift>}{ArrowDown}{ArrowDown}{/Shift}{Control>}a{/Control}{Escape}{Delete}')
  expect(reported, 'each key has its meaning').toEqual([
    'open apple',
    'tick apple',
    'extend 0 1',
    'extend 0 2',
    'tick all',
    'untick',
    'remove cherry',
  ])
})

test.each(['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'])('%s is a step', (key) => {
  const to = { ArrowDown: 51, ArrowUp: 49, Home: 0, End: 99, PageDown: 62, PageUp: 38 }[key]
  expect(stepOf(key, 50, 100, 12), 'from the middle of a hundred rows').toBe(to)
})

test('a key without a meaning is left to others', async () => {
  const { user } = show({ onuntick: undefined, onremove: undefined })
  const left: string[] = []
  const listen = (event: KeyboardEvent) => event.defaultPrevented || left.push(event.key)
  window.addEventListener('keydown', listen)
  grid().focus()
  await user.keyboard('{Escape}{Delete}x{ArrowDown}')
  within(row('apple')).getByRole('button').focus()
  await user.keyboard('{ArrowDown}')
  window.removeEventListener('keydown', listen)
  expect(left, 'Escape while nothing is ticked, and the keys of a button in a row').toEqual([
    'Escape',
    'Delete',
    'x',
    'ArrowDown',
  ])
  expect(activeRow(), 'the one arrow that was the grid’s').toBe('apple')
})

test('clicks open, tick and extend; a button in a row has its own', async () => {
  const { user } = show()
  await user.click(row('banana'))
  await user.keyboard('{Shift>}')
  await user.click(row('damson'))
  await user.keyboard('{/Shift}{Control>}')
  await user.click(row('apple'))
  await user.keyboard('{/Control}')
  await user.click(within(row('cherry')).getByRole('checkbox'))
  await user.click(within(row('apple')).getByRole('button'))
  expect(reported, 'in this order, and nothing for the button').toEqual([
    'open banana',
    'extend 1 3',
    'tick apple',
    'tick cherry',
  ])
  expect(activeRow(), 'the row that was clicked last').toBe('cherry')
})

test('where nothing opens, a click and Enter tick', async () => {
  const { user } = show({ onopen: undefined, onextend: undefined })
  await user.click(row('banana'))
  grid().focus()
  await user.keyboard('{ArrowDown}{Enter} ')
  expect(reported, 'each of them').toEqual(['tick banana', 'tick cherry', 'tick cherry'])
})

test('the focus can be on the rows: Tab leads to one of them, arrows along them', async () => {
  const { user } = show({ focus: 'row' })
  expect(grid(), 'the rows themselves have the focus').not.toHaveAttribute('aria-activedescendant')
  expect(
    rows().map(({ tabIndex }) => tabIndex),
    'Tab leads to the first',
  ).toEqual([0, -1, -1, -1, -1])
  row('apple').focus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(row('banana'), 'the next').toHaveFocus())
  await user.keyboard('{Delete}')
  expect(reported, 'keys act on the row with the focus').toEqual(['remove banana'])
  within(row('damson')).getByRole('button').focus()
  await waitFor(() => expect(row('damson').tabIndex, 'a button in a row makes it the active one').toBe(0))
  expect(row('banana').tabIndex, 'the only one').toBe(-1)
})

test('the keyboard stays on its row when rows move, and on its place when the row goes', async () => {
  const { user, rerender } = show()
  grid().focus()
  await user.keyboard('{ArrowDown}{ArrowDown}')
  await rerender({ rows: fruits.toReversed() })
  expect(activeRow(), 'wherever it is now').toBe('banana')
  await rerender({ rows: fruits.toReversed().filter(({ name }) => name !== 'banana') })
  expect(activeRow(), 'the row that took its place').toBe('apple')
})

test('a row that is shown becomes the active one, once', async () => {
  const { user, rerender } = show({ shown: 'cherry' })
  await waitFor(() => expect(activeRow(), 'from the beginning').toBe('cherry'))
  grid().focus()
  await user.keyboard('{ArrowUp}')
  await rerender({ rows: [...fruits] })
  expect(activeRow(), 'what happens to the rows afterwards moves nothing').toBe('banana')
  await rerender({ shown: 'damson' })
  expect(activeRow(), 'another one').toBe('damson')
})

const menu = {
  label: ({ name }: Fruit) => `More for ${name}`,
  entries: ({ name }: Fruit) => (name === 'apple' ? [] : [{ label: `Eat ${name}`, run: () => report('eat')(name) }]),
}

/** In jsdom a button has no size: its menu is there, yet not placed. */
const unplaced = { hidden: true }

function entries(): string[] {
  return screen.getAllByRole('menuitem', unplaced).map((entry) => entry.textContent.trim())
}

test('a right click on a row and the button at its end offer the same menu', async () => {
  const { user } = show({ menu })
  await user.pointer({ keys: '[MouseRight]', target: within(row('cherry')).getByText('cherry') })
  expect(await screen.findByRole('menu'), 'the menu of the row').toHaveAccessibleName('More for cherry')
  expect(entries(), 'at the pointer').toEqual(['Eat cherry'])
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('menu', unplaced), 'closed').toBeNull())

  const button = within(row('cherry')).getByTestId('row-menu')
  await user.click(button)
  await screen.findByRole('menu', unplaced)
  expect(button, 'for screen readers').toHaveAttribute('aria-expanded', 'true')
  expect(entries(), 'at the button').toEqual(['Eat cherry'])
  await user.click(screen.getByRole('menuitem', unplaced))
  expect(reported, 'what was chosen, and the row is not opened').toEqual(['eat cherry'])
  await waitFor(() => expect(screen.queryByRole('menu', unplaced), 'done').toBeNull())
})

test('a row without entries has no menu', async () => {
  const { user } = show({ menu })
  expect(within(row('apple')).getByRole('button', { name: 'More for apple' }), 'nothing to offer').toBeDisabled()
  await user.pointer({ keys: '[MouseRight]', target: row('apple') })
  expect(screen.queryByRole('menu', unplaced), 'nor at the pointer').toBeNull()
})

test('without rows something else is shown', () => {
  show({ rows: [], empty: createRawSnippet(() => ({ render: () => '<p>No fruit</p>' })) })
  expect(screen.getByText('No fruit'), 'it says so').toBeVisible()
  expect(screen.queryByRole('grid'), 'not an empty table').toBeNull()
})

test('has no faults that axe knows', async () => {
  const { container } = show({ menu })
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } })
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
    'roles and names fit together',
  ).toEqual([])
})

test.each(['grid', 'row'] as const)(
  'the focus stays in the table when rows move and go, with the focus on the %s',
  async (focus) => {
    const { rerender, user } = show({ focus, sort: { column: 'weight', descending: false } })
    const button = within(row('banana')).getByRole('button')
    button.focus()
    await rerender(props({ focus, rows: fruits.toReversed() }))
    expect(button, 'it has moved').toHaveFocus()
    await rerender(props({ focus, rows: fruits.filter(({ name }) => name !== 'banana') }))
    await waitFor(() => expect(document.body, 'its row has gone').not.toHaveFocus())
    expect(grid(), 'the focus is in the table').toContainElement(document.activeElement as HTMLElement)
    await user.keyboard('{ArrowDown}')
    expect(grid(), 'whose keys work').toContainElement(document.activeElement as HTMLElement)
  },
)
