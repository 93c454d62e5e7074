import { addDays, type LocalDate } from '#domain/dates.ts'
import type { Progress, ProgressRow } from '#features/reports/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { formatNumber } from '../shared/words.ts'
import { t } from './words.ts'

export type ProgressView = Out<typeof Progress>
export type Row = Out<typeof ProgressRow>
export type Total = ProgressView['total']
type Pace = Total['pace']

/** No dash of our own making is a zero. */
export const NONE = '–'

/** One decimal below ten, none above: nobody acts on 41,3 doses. */
export function formatRough(value: number): string {
  return formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
}

/** Cut, not rounded: 94,99 % is not 95 %. */
export function formatPercent(percent: number | null): string {
  return percent === null ? NONE : `${formatNumber(Math.floor(percent * 10) / 10)} %`
}

/** Years away says no more than "not in sight". */
const FORECAST_DAYS_MAX = 730

export type Finish = { likelyOn: LocalDate; earliestOn: LocalDate; latestOn: LocalDate | null }

/** Remaining doses at the pace and at both ends of its range; null when there is no pace, or no end in sight. */
export function forecastFinish(remaining: number | null, pace: Pace, on: LocalDate): Finish | null {
  if (remaining === null || remaining === 0 || pace === null) return null
  const dayAt = (perDay: number) => {
    const days = perDay <= 0 ? Infinity : Math.ceil(remaining / perDay)
    return days > FORECAST_DAYS_MAX ? null : addDays(on, days)
  }
  const [likelyOn, earliestOn] = [dayAt(pace.perDay), dayAt(pace.high)]
  return likelyOn === null || earliestOn === null ? null : { likelyOn, earliestOn, latestOn: dayAt(pace.low) }
}

/** Doses a day that are missing to reach the goal in time: what a ward is ranked by, rather than its percentage. */
export const shortfallPerDay = ({ neededPerDay, pace }: Pick<Row, 'neededPerDay' | 'pace'>): number =>
  (neededPerDay ?? 0) - (pace?.perDay ?? 0)

/** Those most in need of help first; ties by code. */
export const byNeed = (a: Row, b: Row): number =>
  shortfallPerDay(b) - shortfallPerDay(a) || a.place.code.localeCompare(b.place.code)

/** n/N is worth what N is worth: where it comes from, and of which day. */
export function targetNote(target: Total['target']): string {
  if (target === null) return t('target.none')
  const source = t(`target.${target.source ?? 'mixed'}`, { on: formatDay(target.asOfOn) })
  return target.documentNumber === '' ? source : `${source}, ${target.documentNumber}`
}
