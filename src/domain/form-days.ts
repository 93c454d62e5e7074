import { localDateAt, type LocalDate } from './dates.ts'
import type { Birth } from './identity/identifiers.ts'

/** 2021-10-18 → 18/10/2021, as every Vietnamese form has it. */
export function formatFormDay(day: LocalDate): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

/** Only as much as is known: 05/03/1991, 03/1991 or 1991. */
export function formatBirth({ bornOn, bornPrecision }: Birth): string {
  const day = formatFormDay(bornOn)
  return bornPrecision === 'day' ? day : day.slice(bornPrecision === 'month' ? 3 : 6)
}

/** 18/10/2021 08:05 on the clock of the authority. */
export function formatFormInstant(at: Date, timeZone: string): string {
  const clock = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return `${formatFormDay(localDateAt(at, timeZone))} ${new Intl.DateTimeFormat('en-GB', clock).format(at)}`
}
