import { addDays, dayNumber, type LocalDate } from './dates.ts'
import { BACKDATED_MAX_MS } from './granting.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A window that begins as far back as a grant may is one of yesterday by the time the grant is given. */
const BACKDATED_MS = BACKDATED_MAX_MS - HOUR_MS
/** The evening before, for fetching the lists. */
const BEFORE_MS = 12 * HOUR_MS
/** A fixed site enters its paper on the next day; an outreach team returns after days without network. */
const DAYS_AFTER = { fixed: 1, mobile: 5 } as const

/** When a day begins in a zone. */
export function startOfDay(day: LocalDate, timeZone: string): Date {
  const asUtc = dayNumber(day) * DAY_MS
  const first = asUtc - offsetMs(new Date(asUtc), timeZone)
  return new Date(asUtc - offsetMs(new Date(first), timeZone)) // again, for a change of clocks in between
}

function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  )
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /^GMT([+-])(\d\d):(\d\d)$/.exec(name)
  if (match === null) return 0 // plain `GMT`
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

/**
 * How long the crew of a session may work with its people: accounts, and the list on their phones. It begins the evening
 * before and ends with the day after; for an outreach team, with the fifth.
 */
export function sessionWindow(
  session: { sessionOn: LocalDate; siteKind: 'fixed' | 'mobile' },
  timeZone: string,
  now: Date,
): { validFrom: Date; validTo: Date } {
  const { sessionOn, siteKind } = session
  const begins = startOfDay(sessionOn, timeZone).getTime() - BEFORE_MS
  return {
    validFrom: new Date(Math.max(begins, now.getTime() - BACKDATED_MS)),
    validTo: startOfDay(addDays(sessionOn, DAYS_AFTER[siteKind] + 1), timeZone),
  }
}
