import { addDays, type LocalDate } from '#domain/dates.ts'
import type { Row, Total } from './figures.ts'

/** Years away says no more than "not in sight". */
const FORECAST_DAYS_MAX = 730

export type Finish = { likelyOn: LocalDate; earliestOn: LocalDate; latestOn: LocalDate | null }

/** Remaining doses at the pace and at both ends of its range; null when there is no pace, or no end in sight. */
export function forecastFinish(remaining: number | null, pace: Total['pace'], on: LocalDate): Finish | null {
  if (remaining === null || remaining === 0 || pace === null) return null
  const dayAt = (perDay: number) => {
    const days = perDay <= 0 ? Infinity : Math.ceil(remaining / perDay)
    return days > FORECAST_DAYS_MAX ? null : addDays(on, days)
  }
  const [likelyOn, earliestOn] = [dayAt(pace.perDay), dayAt(pace.high)]
  return likelyOn === null || earliestOn === null ? null : { likelyOn, earliestOn, latestOn: dayAt(pace.low) }
}

/** Doses a day that are missing to reach the goal in time: what a ward is ranked by, rather than its percentage. */
export const shortfallPerDay = ({ neededPerDay, pace }: Pick<Row, 'neededPerDay' | 'pace'>): number =>
  (neededPerDay ?? 0) - (pace?.perDay ?? 0)

/** Those most in need of help first; ties by code. */
export const byNeed = (a: Row, b: Row): number =>
  shortfallPerDay(b) - shortfallPerDay(a) || a.place.code.localeCompare(b.place.code)
