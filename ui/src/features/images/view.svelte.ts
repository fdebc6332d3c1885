/** How the table is looked at; it stays so while one looks elsewhere. */
import type { Filter, Sort } from './rows'

export const view: { filter: Filter; sort: Sort } = $state({
  filter: { text: '', intermediate: false, danglingOnly: false },
  // As `docker images` prints them: newest first.
  sort: { column: 'created', descending: true },
})
