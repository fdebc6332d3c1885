/** The image table's filter, order and selection, kept while other screens are shown. */
import type { Filter, Sort } from '../domain/images/imageRows'
import type { RowSelection } from '../domain/images/rowSelection'

export const view: { filter: Filter; sort: Sort; selection: RowSelection } = $state({
  filter: { text: '', intermediate: false, danglingOnly: false },
  // As `docker images` prints them: newest first.
  sort: { column: 'created', descending: true },
  selection: new Set(),
})
