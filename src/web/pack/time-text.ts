import { formatInstant } from '../shared/days.ts'
import { serverNow } from '../site/this-phone.ts'

/** The hour of an instant; with its day when that is not today. */
export function timeText(instant: string, timeZone: string): string {
  const [day, time] = formatInstant(instant, timeZone).split(' ') as [string, string]
  const [today] = formatInstant(serverNow().toISOString(), timeZone).split(' ')
  return day === today ? time : `${time} ${day}`
}
