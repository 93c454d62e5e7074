import { isLocalDate, type LocalDate } from '#domain/dates.ts'

/** 2021-10-18 → 18/10/2021, in every language. */
export function formatDay(day: LocalDate): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

/** What a person types as a day: 18/10/2021, 18-10-2021, 18.10.2021, 8/1/2021, 18102021. Null when it is none. */
export function parseDay(text: string): LocalDate | null {
  const match = /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})$|^(\d{2})(\d{2})(\d{4})$/.exec(text.trim())
  if (match === null) return null
  const [date, month, year] = match[6] === undefined ? match.slice(1, 4) : match.slice(4, 7)
  const day = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`
  return isLocalDate(day) ? day : null
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a phone as long as drawing a row. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  formats.set(timeZone, made)
  return made
}

/** An instant as 18/10/2021 08:05 on the authority's clock. */
export function formatInstant(instant: string, timeZone: string): string {
  const parts = formatIn(timeZone).formatToParts(new Date(instant))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('day')}/${part('month')}/${part('year')} ${part('hour')}:${part('minute')}`
}
