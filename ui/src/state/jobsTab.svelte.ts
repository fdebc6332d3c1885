/** Which part of Activity is shown. */
export const tabs = ['work', 'removed', 'copies'] as const
export type Tab = (typeof tabs)[number]

let current: Tab = $state('work')

export function activityTab(): Tab {
  return current
}

export function showActivity(tab: Tab): void {
  current = tab
}
