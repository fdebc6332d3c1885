/** How the table is looked at; it stays so while one looks elsewhere. */
import type { Filter, Sort } from '../domain/images/imageRows'
import type { RowSelection } from '../domain/images/rowSelection'

export const view: { filter: Filter; sort: Sort; selection: RowSelection } = $state({
  filter: { text: '', intermediate: false, danglingOnly: false },
  // As `docker images` prints them: newest first.
  sort: { column: 'created', descending: true },
  selection: new Set(),
})
