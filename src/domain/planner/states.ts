import { usableAtFirst, type Need, type ProductNeeds } from './need.ts'
import { RANGE, type Paces } from './pace.ts'
import type { PaceRow, WardState } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { isLateEntry } from './transfer.ts'

export { RANGE } from './pace.ts'

/** How a ward stands against what it should give, all products together. Doses per day. */
export type Standing = { pace: number; wanted: number; behind: boolean }

/** Behind: beyond the noise of 25 % below what the deadline asks, or without one, below the city per person. */
export function readStandings(scene: Scene, groups: readonly ProductNeeds[]): Standing[] {
  const { deadlineOn } = scene.input
  const daysLeft = deadlineOn === null ? 0 : scene.day(deadlineOn) - scene.today
  const sums = scene.wards.map((_, index) => {
    const own = groups.map((group) => group.needs[index] ?? null).filter((need) => need !== null)
    const total = (of: (need: Need) => number) => own.reduce((sum, need) => sum + of(need), 0)
    return { pace: total((need) => need.pace), remaining: total((need) => need.remaining) }
  })
  const persons = scene.wards.reduce((sum, ward) => sum + ward.targetPersons, 0)
  const perPerson = persons > 0 ? sums.reduce((sum, row) => sum + row.pace, 0) / persons : 0
  return sums.map(({ pace, remaining }, index) => {
    const wanted =
      daysLeft > 0 ? remaining / daysLeft : Math.min(remaining, perPerson * scene.wards[index]!.targetPersons)
    return { pace, wanted, behind: daysLeft > 0 ? pace * (1 + RANGE) < wanted : pace < (1 - RANGE) * wanted }
  })
}

export function stateOf(
  scene: Scene,
  paces: Paces,
  need: Need,
  product: number,
  standing: Standing,
): WardState {
  if (need.remaining <= 0) return 'done'
  const habit = paces.habits[need.index]!
  if (habit.silent) return 'silent'
  if (isLateEntry(paces, need.index)) return 'late-entry'
  const stockOut = paces.presence.stockOut[product]![need.index]!
  const dryDays = stockOut.subarray(1, 8).reduce((sum, flag) => sum + flag, 0)
  const stock = usableAtFirst(need)
  const dryNow = stock < scene.params.receiverBelowDays * need.pace
  if (dryNow && (dryDays >= 3 || standing.behind)) return 'slow-dry'
  return standing.behind && stock > 0 ? 'slow-stocked' : 'on-pace'
}

export function paceRow(
  scene: Scene,
  paces: Paces,
  need: Need,
  productId: string,
  state: WardState,
): PaceRow {
  const { estimate } = need
  const habit = paces.habits[need.index]!
  return {
    wardId: need.ward.wardId,
    productId,
    state,
    dosesPerDay: tenth(need.pace),
    low: tenth(need.pace * (1 - RANGE)),
    high: tenth(need.pace * (1 + RANGE)),
    source: estimate.source,
    windowFromOn: estimate.oldest === null ? null : scene.date(scene.today - estimate.oldest),
    windowToOn: estimate.newest === null ? null : scene.date(scene.today - estimate.newest),
    windowDays: tenth(estimate.windowDays),
    stockOutDaysSkipped: estimate.stockOutDaysSkipped,
    completeness: hundredth(estimate.completeness),
    ownShare: hundredth(estimate.ownShare),
    matureLagDays: habit.matureLag,
    daysWithoutEntry: habit.daysWithoutEntry,
    ledgerDoses: need.ledgerDoses,
    hiddenDoses: need.hiddenDoses,
    stockDoses: need.physical,
    inTransitDoses: need.inTransit,
    spoilingDoses: Math.floor(need.spoiling),
    daysOfStock: daysFact(usableAtFirst(need), need.pace),
    secondDosesDue: need.secondDoses,
    remainingDoses: need.remaining,
    expiryRiskDoses: Math.floor(need.expiryRisk),
    floorGapDoses: Math.floor(need.floorGap),
  }
}

export function daysFact(stock: number, pace: number): number | null {
  return pace > 0 ? tenth(stock / pace) : null
}

export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}

export function hundredth(value: number): number {
  return Math.round(value * 100) / 100
}
