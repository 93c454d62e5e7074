/**
 * Days and instants. A day (`…On`) is a LocalDate, an instant (`…At`) is a Date or an ISO string in UTC;
 * the two are never mixed. Days are computed as strings so that no machine's own zone can move them.
 */

/** A calendar day as `YYYY-MM-DD`, in the authority's zone. Compares correctly as text. */
export type LocalDate = string

const DAY_MS = 86_400_000
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days since 1970-01-01. @throws RangeError when the text is no real day. */
export function dayNumber(day: LocalDate): number {
  const match = SHAPE.exec(day)
  if (match === null) throw new RangeError(`Not a day: ${day}`)
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const ms = Date.UTC(year, month - 1, date)
  const back = new Date(ms)
  // The year too: `Date.UTC` takes one of two digits for the 1900s.
  if (back.getUTCFullYear() !== year || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date)
    throw new RangeError(`Not a day: ${day}`)
  return ms / DAY_MS
}

/** The day with this number (see `dayNumber`). */
export function dayFromNumber(number: number): LocalDate {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

export function isLocalDate(text: string): boolean {
  try {
    dayNumber(text)
    return true
  } catch {
    return false
  }
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return dayFromNumber(dayNumber(day) + days)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Full years lived on `on`. A person born on 29 February comes of age on 1 March in other years. */
export function ageOn(bornOn: LocalDate, on: LocalDate): number {
  const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: LocalDate): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The calendar day of an instant in an IANA zone. */
export function localDateAt(instant: Date, timeZone: string): LocalDate {
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter.format(instant)
}
