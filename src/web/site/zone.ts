import type { LocalDate } from '#domain/dates.ts'
import { formatInstant, parseDay } from '../shared/days.ts'

/** 7:5, 07:05 or 0705 → 07:05; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})[:hH.](\d{1,2})$|^(\d{2})(\d{2})$/.exec(text.trim())
  if (match === null) return null
  const hour = Number(match[1] ?? match[3])
  const minute = Number(match[2] ?? match[4])
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** The instant at which the clocks of the zone show this day and time (HH:mm). */
export function instantAt(day: LocalDate, time: string, timeZone: string): string {
  const wantedMs = Date.parse(`${day}T${time}:00Z`)
  const shown = formatInstant(new Date(wantedMs).toISOString(), timeZone)
  const shownMs = Date.parse(`${parseDay(shown.slice(0, 10))}T${shown.slice(11)}:00Z`)
  return new Date(wantedMs - (shownMs - wantedMs)).toISOString()
}
