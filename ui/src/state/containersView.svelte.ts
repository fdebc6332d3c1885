/** The container table's filter and order, kept while other screens are shown. */
import type { Sort } from '../domain/containers/containerRows'

export const view: { runningOnly: boolean; filter: string; sort: Sort } = $state({
  runningOnly: false,
  filter: '',
  // As `docker ps` prints them: newest first.
  sort: { column: 'created', descending: true },
})
