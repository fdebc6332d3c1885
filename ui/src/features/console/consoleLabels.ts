/** How a console ended, in words. */
import type { Console } from '../../engine/gen/console'
import { t } from '../../messages/index.svelte'

/** What a shell's exit codes stand for; others are the program's own. */
const known = new Set([0, 126, 127, 129, 130, 137, 139, 143])

export function endLabel(console: Pick<Console, 'state' | 'exitCode'>): string {
  if (console.state === 'lost') return t('console-lost')
  if (console.state === 'detached') return t('console-detached')
  const code = console.exitCode
  if (code === null) return t('console-ended')
  return known.has(code) ? t(`console-ended-${code}`, { code }) : t('console-ended-code', { code })
}
