/** How the table is looked at; it stays so while one looks elsewhere. */
export const view: { runningOnly: boolean } = $state({ runningOnly: false })
