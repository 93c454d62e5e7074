import type { LocalDate } from '#domain/dates.ts'
import { formatInstant } from './days.ts'

/** What a person types as a time of day: 16:00, 7.30, 16h, 0705. Null when it is none. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})(?:\s*[:.h]\s*(\d{1,2})?)?$|^(\d{2})(\d{2})$/i.exec(text.trim())
  if (match === null) return null
  const [hour, minute] = [Number(match[1] ?? match[3]), Number(match[2] ?? match[4] ?? 0)]
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** The instant at which the clocks of the authority show that day and time (`HH:MM`). */
export function instantAt(day: LocalDate, time: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const first = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(first, timeZone)).toISOString()
}

function offsetAt(instant: number, timeZone: string): number {
  const shown = formatInstant(new Date(instant).toISOString(), timeZone)
  const [day, time] = [shown.slice(0, 10), shown.slice(11)]
  const iso = `${day.slice(6)}-${day.slice(3, 5)}-${day.slice(0, 2)}T${time}:00Z`
  return Date.parse(iso) - Math.floor(instant / 60_000) * 60_000
}
