import { windowPace } from './window.ts'
import type { Presence } from './presence.ts'
import type { Scene } from './scene.ts'
import { HISTORY_DAYS, MAX_DELAY, weekdayOf, type History } from './triangle.ts'

const DAYS_ASKED = 5
const DAYS_LOW = 3
const LOW_SHARE = 0.2
const EXPECTED_MIN = 15

export type Silence = {
  silent: boolean
  /** Whole days up to yesterday with next to no entries; also told when a count has ended the silence. */
  daysWithoutEntry: number
  /** Age from which the pace before the silence is read. */
  earlierFrom: number
}

export const notSilent: Silence = { silent: false, daysWithoutEntry: 0, earlierFrom: 1 }

/**
 * Silent: on 3 of the last 5 mature working days with stock, entries under 20 % of what was expected.
 * It may be late entry or a real stop; the figures cannot tell, a fridge count and a call can. So it is a
 * question, never a transfer, and a fresh count ends it.
 */
export function findSilence(
  scene: Scene,
  history: History,
  presence: Presence,
  ward: number,
  curve: Float64Array,
  matureLag: number,
  factor: Float64Array,
): Silence {
  const doses = history.wards[ward]!.byAge
  const stockOut = nothingInStock(scene, presence, ward)
  const firstAge = Math.max(...presence.firstAge.map((wards) => wards[ward]!))
  const sessionDay = sessionDays(scene, presence, ward, doses, stockOut, factor)
  const days: number[] = []
  for (let age = Math.max(1, matureLag + history.behind); age <= firstAge; age++) {
    if (days.length === DAYS_ASKED) break
    if (stockOut[age] === 1 || !sessionDay(age)) continue
    days.push(age)
  }
  if (days.length < DAYS_LOW) return notSilent
  const before = windowPace(doses, stockOut, curve, factor, {
    from: days.at(-1)! + 1,
    to: Math.min(scene.params.lookBackDays, firstAge),
    behind: history.behind,
    days: scene.params.paceWindowDays,
  })
  if (before.factors < DAYS_LOW) return notSilent
  let expectedSum = 0
  const low = days.filter((age) => {
    const expected = before.perDay * factor[age]! * curve[Math.min(MAX_DELAY, age - history.behind)]!
    const isLow = Math.max(0, doses[age]!) < LOW_SHARE * expected
    if (isLow) expectedSum += expected
    return isLow
  })
  if (low.length < DAYS_LOW || expectedSum <= EXPECTED_MIN) return notSilent
  const spoke = doses.findIndex((count, age) => age >= 1 && count >= LOW_SHARE * before.perDay * factor[age]!)
  return {
    silent: !countedLately(scene, scene.wards[ward]!.wardId),
    daysWithoutEntry: (spoke < 0 ? firstAge + 1 : spoke) - 1,
    earlierFrom: low.at(-1)! + 1,
  }
}

/** By the ward's calendar where it is told; else the weekdays on which it usually gave something. */
function sessionDays(
  scene: Scene,
  presence: Presence,
  ward: number,
  doses: Int32Array,
  stockOut: Uint8Array,
  factor: Float64Array,
): (age: number) => boolean {
  const calendar = presence.sessionDays[ward]!
  if (calendar !== null) return (age) => calendar[age] === 1
  const [days, active] = [new Float64Array(7), new Float64Array(7)]
  for (let age = 1; age <= scene.params.lookBackDays; age++) {
    if (stockOut[age] === 1) continue
    const weekday = weekdayOf(scene.today - age)
    days[weekday]!++
    if (doses[age]! > 0) active[weekday]!++
  }
  return (age) => {
    const weekday = weekdayOf(scene.today - age)
    return factor[age]! >= 0.3 && active[weekday]! * 2 >= days[weekday]!
  }
}

function nothingInStock(scene: Scene, presence: Presence, ward: number): Uint8Array {
  const out = new Uint8Array(HISTORY_DAYS + 1).fill(1)
  scene.products.forEach((_, product) => {
    const first = presence.firstAge[product]![ward]!
    for (let age = 0; age <= first; age++) out[age]! &= presence.stockOut[product]![ward]![age]!
  })
  return out
}

function countedLately(scene: Scene, wardId: string): boolean {
  return scene.input.stock.some(
    (row) =>
      row.wardId === wardId &&
      row.count !== null &&
      scene.today - scene.day(row.count.countedOn) <= scene.params.countFreshDays,
  )
}
