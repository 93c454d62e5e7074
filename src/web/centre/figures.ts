import type { Progress, ProgressRow } from '#features/reports/contract.ts'
import type { QualityReport } from '#features/reports/quality-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { formatNumber } from '../shared/words.ts'
import { t } from './words.ts'

export type ProgressView = Out<typeof Progress>
export type Row = Out<typeof ProgressRow>
export type QualityView = Out<typeof QualityReport>
export type QualityRow = QualityView['items'][number]
export type Total = ProgressView['total']

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

/** n/N is worth what N is worth: where it comes from, and of which day. */
export function targetNote(target: Total['target']): string {
  if (target === null) return t('target.none')
  const source = t(`target.${target.source ?? 'mixed'}`, { on: formatDay(target.asOfOn) })
  return target.documentNumber === '' ? source : `${source}, ${target.documentNumber}`
}
