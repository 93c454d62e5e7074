import { formatRough } from './figures.ts'
import { t } from './ward-words.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** A delay in the unit in which people think of it. */
export function formatLag(seconds: number): string {
  if (seconds < HOUR) return t('lag.minutes', { minutes: formatRough(seconds / MINUTE) })
  if (seconds < 2 * DAY) return t('lag.hours', { hours: formatRough(seconds / HOUR) })
  return t('lag.days', { days: formatRough(seconds / DAY) })
}
