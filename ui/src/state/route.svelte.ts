/** Which of the rail's screens is shown. */
export const routes = ['images', 'containers', 'cleanup', 'learn', 'activity', 'engine'] as const
export type Route = (typeof routes)[number]

let current: Route = $state('images')

export function route(): Route {
  return current
}

export function navigate(to: Route): void {
  current = to
}
