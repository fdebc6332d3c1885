/** The container table's filter and order, kept while other screens are shown. */
import type { Order } from '../domain/containers/containerRows'

export const view: { runningOnly: boolean; filter: string; order: Order } = $state({
  runningOnly: false,
  filter: '',
  // As `docker ps` prints them: newest first.
  order: { by: 'created', down: true },
})
