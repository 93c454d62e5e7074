import { addDays, type LocalDate } from './dates.ts'

/** Doses a day, with both ends of the range in which the pace may lie. */
export type PaceRange = { perDay: number; low: number; high: number }

/** `latestOn` null: at the slow end of the range no end is in sight. */
export type Finish = { likelyOn: LocalDate; earliestOn: LocalDate; latestOn: LocalDate | null }

/** Years away says no more than "not in sight". */
const FORECAST_DAYS_MAX = 730

/** Remaining doses at the pace and at both ends of its range; null when there is no pace, or no end in sight. */
export function forecastFinish(
  remaining: number | null,
  pace: PaceRange | null,
  on: LocalDate,
): Finish | null {
  if (remaining === null || remaining === 0 || pace === null) return null
  const dayAt = (perDay: number) => {
    const days = perDay <= 0 ? Infinity : Math.ceil(remaining / perDay)
    return days > FORECAST_DAYS_MAX ? null : addDays(on, days)
  }
  const [likelyOn, earliestOn] = [dayAt(pace.perDay), dayAt(pace.high)]
  return likelyOn === null || earliestOn === null ? null : { likelyOn, earliestOn, latestOn: dayAt(pace.low) }
}

/** Green: the goal is passed. Amber: at this pace it will be, by the last day. Red: it will not. */
export const lights = ['green', 'amber', 'red'] as const
export type Light = (typeof lights)[number]

/** @returns null where nobody said how many it should be. */
export function goalLight(
  against: { goalReached: boolean } | null,
  finish: Finish | null,
  lastOn: LocalDate,
): Light | null {
  if (against === null) return null
  if (against.goalReached) return 'green'
  return finish !== null && finish.likelyOn <= lastOn ? 'amber' : 'red'
}

/**
 * The part of a pace that one step has, by its share of what was given lately. Where nothing was given lately nothing
 * says how the steps will share, and the pace is taken as it is.
 */
export function paceOfStep(
  pace: PaceRange | null,
  given: { ofStep: number; ofAll: number },
): PaceRange | null {
  if (pace === null || given.ofAll <= 0) return pace
  const share = Math.min(1, Math.max(0, given.ofStep / given.ofAll))
  return share === 0 ? null : { perDay: pace.perDay * share, low: pace.low * share, high: pace.high * share }
}
