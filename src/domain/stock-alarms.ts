import { daysBetween, type LocalDate } from './dates.ts'
import type { LotStatus } from './stock.ts'

/** What somebody should look at today, the most pressing first. */
export const stockAlarmKinds = [
  'recalled',
  'expired',
  'negative',
  'transfer-overdue',
  'thaw-ends',
  'expires-soon',
  'quarantine',
  'low',
] as const
export type StockAlarmKind = (typeof stockAlarmKinds)[number]

/** Enough to move the doses and use them elsewhere. */
export const EXPIRY_WARNING_DAYS = 30
export const THAW_WARNING_DAYS = 7
/** Fewer days of stock than a plan needs to bring more. */
export const LOW_DAYS = 3
/** The pace of a ward is that of so many days before today. */
export const PACE_DAYS = 7

export type HeldLot = {
  doses: number
  status: LotStatus
  expiresOn: LocalDate | null
  /** End of the thawed time; null = not thawed. */
  thawEndsOn: LocalDate | null
}

/** What is the matter with doses that lie somewhere; at most one alarm each, the most pressing. Null: nothing. */
export function findLotAlarm(held: HeldLot, onDay: LocalDate): StockAlarmKind | null {
  if (held.doses < 0) return 'negative'
  if (held.doses === 0) return null
  if (held.status === 'recalled') return 'recalled'
  const left = (day: LocalDate | null) => (day === null ? Infinity : daysBetween(onDay, day))
  const [expiry, thaw] = [left(held.expiresOn), left(held.thawEndsOn)]
  if (Math.min(expiry, thaw) < 0) return 'expired'
  if (thaw <= THAW_WARNING_DAYS && thaw <= expiry) return 'thaw-ends'
  if (expiry <= EXPIRY_WARNING_DAYS) return 'expires-soon'
  return held.status === 'quarantine' ? 'quarantine' : null
}

/** Usable doses that a ward has for so many given in the last `PACE_DAYS`. A ward that gave none is not judged. */
export function isLow(usableDoses: number, givenInPace: number): boolean {
  return givenInPace > 0 && usableDoses * PACE_DAYS < LOW_DAYS * givenInPace
}

/** Days that the stock lasts at this pace; null without a pace. */
export function daysOfStock(usableDoses: number, givenInPace: number): number | null {
  return givenInPace > 0 ? Math.max(0, Math.floor((usableDoses * PACE_DAYS) / givenInPace)) : null
}
