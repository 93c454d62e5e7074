import type { Bound } from './bound.ts'
import { sum, type Instance } from './instance.ts'
import type { Result } from './world.ts'

/** One policy on one instance; doses and dose-days in percent of the bound. */
export type Mark = Result & {
  instance: Instance
  dosesPct: number
  doseDaysPct: number
  /** Of the supply, what would expire even with perfect foresight. */
  forcedShare: number
}

export function markOf(instance: Instance, bound: Bound, result: Result): Mark {
  return {
    ...result,
    instance,
    dosesPct: (100 * result.doses) / bound.doses,
    doseDaysPct: (100 * result.doseDays) / bound.doseDays,
    forcedShare: bound.expired / sum(instance.lots.map((lot) => lot.size)),
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
}

/** Points of doses above or below doing nothing, instance by instance. */
export function againstNone(marks: readonly Mark[], none: readonly Mark[]): number[] {
  return marks.map((mark, at) => mark.dosesPct - none[at]!.dosesPct)
}

export function describe(name: string, marks: readonly Mark[], none: readonly Mark[]): string {
  const of = (read: (mark: Mark) => number) => mean(marks.map(read))
  const difference = againstNone(marks, none)
  return [
    name.padEnd(20),
    `doses ${of((mark) => mark.dosesPct).toFixed(1)} %`,
    `dose-days ${of((mark) => mark.doseDaysPct).toFixed(1)} %`,
    `worse than none ${(100 * mean(difference.map((points) => (points < 0 ? 1 : 0)))).toFixed(0)} %, by ${Math.max(0, -Math.min(...difference)).toFixed(1)}`,
    `worst ward ${of((mark) => mark.worstShare).toFixed(2)}`,
    `affected ${of((mark) => mark.affectedShare).toFixed(2)}`,
    `expired ${(100 * of((mark) => mark.expiredShare)).toFixed(2)} %`,
    `moves ${of((mark) => mark.moves).toFixed(0)}`,
    `not there ${(100 * of((mark) => mark.missingShare)).toFixed(2)} %`,
  ].join(' · ')
}
