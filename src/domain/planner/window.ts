import { MAX_DELAY } from './triangle.ts'

export type Window = {
  perDay: number
  factors: number
  newest: number
  oldest: number
  skipped: number
  completeness: number
  /** Days in the window, and the squared doses by which they scatter about its pace (per weekday-weighted day). */
  days: number
  scatter: number
}

/**
 * Σ corrected doses ÷ Σ weekday factors over the newest usable days until the factors reach `days`.
 * Stock-out days say nothing about what a ward could do, so they are passed over.
 */
export function windowPace(
  doses: Int32Array,
  stockOut: Uint8Array,
  curve: Float64Array,
  factor: Float64Array,
  range: { from: number; to: number; behind: number; days: number },
): Window {
  let [estimate, entered, factors, skipped, newest, oldest] = [0, 0, 0, 0, -1, -1]
  let [usable, squares] = [0, 0]
  for (let age = range.from; age <= range.to && factors < range.days - 1e-9; age++) {
    if (stockOut[age] === 1) {
      skipped++
      continue
    }
    const share = Math.max(0.05, curve[Math.min(MAX_DELAY, age - range.behind)]!)
    const given = Math.max(0, doses[age]!) / share
    entered += Math.max(0, doses[age]!)
    estimate += given
    factors += factor[age]!
    squares += factor[age]! > 0 ? given ** 2 / factor[age]! : 0
    usable++
    if (newest < 0) newest = age
    oldest = age
  }
  return {
    perDay: factors > 0 ? estimate / factors : 0,
    factors,
    newest,
    oldest,
    skipped,
    completeness: estimate > 0 ? entered / estimate : 1,
    days: usable,
    scatter: factors > 0 ? Math.max(0, squares - estimate ** 2 / factors) : 0,
  }
}
