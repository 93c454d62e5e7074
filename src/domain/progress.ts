import type { LocalDate } from './dates.ts'
import { daysBetween } from './dates.ts'

/** The campaign's goal: strictly more than this share of each target group. */
export const GOAL_PERCENT = 95

export type Coverage = {
  persons: number
  doses: number
  /** Null when nobody is to be vaccinated. Above 100 is shown as it is: people of other places came. */
  percent: number | null
  goalReached: boolean
  /** Doses still needed for the goal. */
  remaining: number
}

export function coverage(persons: number, doses: number, goalPercent = GOAL_PERCENT): Coverage {
  const needed = dosesForGoal(persons, goalPercent)
  return {
    persons,
    doses,
    percent: persons === 0 ? null : (doses * 100) / persons,
    goalReached: persons > 0 && doses >= needed,
    remaining: Math.max(0, needed - doses),
  }
}

/** The smallest number of doses that is more than the goal; everybody, where more is not possible. */
function dosesForGoal(persons: number, goalPercent: number): number {
  return Math.min(persons, Math.floor((persons * goalPercent) / 100) + 1)
}

/** Doses a day to reach the goal by the last day, today included; null when no day is left. */
export function neededPerDay(remaining: number, today: LocalDate, lastOn: LocalDate): number | null {
  if (remaining === 0) return 0
  const days = daysBetween(today, lastOn) + 1
  return days <= 0 ? null : Math.ceil(remaining / days)
}

/** How long closed vials last at a pace; null when nothing is being given. */
export function daysOfStock(closedDoses: number, pacePerDay: number | null): number | null {
  return pacePerDay === null || pacePerDay === 0 ? null : Math.max(0, closedDoses) / pacePerDay
}

/** The ministry's own measure of speed, by which slow units lost stock; null where nothing was supplied. */
export function injectedOfSupplied(injected: number, suppliedNet: number): number | null {
  return suppliedNet > 0 ? injected / suppliedNet : null
}

export type EntryLag = {
  doses: number
  medianDays: number | null
  /** Shares of all doses, 0–1. */
  sameDay: number | null
  within3Days: number | null
  later: number | null
}

/** How late doses are written down, from the cells of `entry_delay`. */
export function entryLag(
  cells: readonly { givenOn: LocalDate; enteredOn: LocalDate; doses: number }[],
): EntryLag {
  const lags = cells
    .map((cell) => ({ days: Math.max(0, daysBetween(cell.givenOn, cell.enteredOn)), doses: cell.doses }))
    .sort((a, b) => a.days - b.days)
  const total = lags.reduce((sum, lag) => sum + lag.doses, 0)
  if (total <= 0) return { doses: 0, medianDays: null, sameDay: null, within3Days: null, later: null }
  const share = (fits: (days: number) => boolean) =>
    lags.filter((lag) => fits(lag.days)).reduce((sum, lag) => sum + lag.doses, 0) / total
  return {
    doses: total,
    medianDays: weightedMedian(lags, total),
    sameDay: share((days) => days === 0),
    within3Days: share((days) => days <= 3),
    later: share((days) => days > 3),
  }
}

/** The lag of the middle dose; the mean of the two middle ones of an even number. */
function weightedMedian(lags: readonly { days: number; doses: number }[], total: number): number {
  return (lagOfDose(lags, Math.floor((total - 1) / 2)) + lagOfDose(lags, Math.floor(total / 2))) / 2
}

function lagOfDose(lags: readonly { days: number; doses: number }[], index: number): number {
  let seen = 0
  for (const lag of lags) {
    seen += lag.doses
    if (index < seen) return lag.days
  }
  throw new RangeError(`No dose ${index} of ${seen}`)
}
