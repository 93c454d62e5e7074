import type { LocalDate } from '#domain/dates.ts'

const HOUR_MS = 3_600_000
const HOURS_A_DAY = 24

/** Midnight after a day where the authority is: the clock there is asked what it shows at the UTC midnight. */
export function endOfDay(on: LocalDate, timeZone: string): string {
  const utc = new Date(`${on}T00:00:00Z`).getTime() + HOURS_A_DAY * HOUR_MS
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const there = new Date(`${shown.format(new Date(utc)).replace(' ', 'T')}Z`).getTime()
  return new Date(utc - (there - utc)).toISOString()
}
