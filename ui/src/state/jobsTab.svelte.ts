/** The tab that the jobs screen shows. */
export const tabs = ['work', 'removed', 'copies'] as const
export type Tab = (typeof tabs)[number]

let current: Tab = $state('work')

export function jobsTab(): Tab {
  return current
}

export function showJobsTab(tab: Tab): void {
  current = tab
}
