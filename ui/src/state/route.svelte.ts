/** Which of the rail's screens is shown. */
export const places = ['images', 'containers', 'cleanup', 'learn', 'activity', 'engine'] as const
export type Place = (typeof places)[number]

let current: Place = $state('images')

export function place(): Place {
  return current
}

export function goTo(chosen: Place): void {
  current = chosen
}
