import { addDays, isoWeekday, type LocalDate } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import type { EntryCount, PlanningInput } from '#domain/planner/types.ts'
import { lot, product, sketchCity, wardId } from './city.ts'

/**
 * A campaign of some weeks that never happened, seen by the planner only through what was entered. Every
 * third ward enters a week late. Potential, weekday shape and random come from the seed.
 */
const startsOn = '2021-09-06'
const WEEKDAY = [1.08, 1.18, 1.24, 1.4, 1.29, 0.45, 0.36]

export type Season = { doses: number; worstShare: number }

export function playSeason(
  seed: number,
  policy: 'corrected' | 'raw' | 'none',
  days = 49,
  wards = 12,
): Season {
  const random = mulberry32(seed)
  const pace = Array.from({ length: wards }, () => 40 + Math.floor(random() * 140))
  const delay = pace.map((_, at) => (at % 3 === 0 ? 8 : 1))
  const city = pace.reduce((sum, doses) => sum + doses, 0)
  const weekly = Math.floor((city * 7 * 0.85) / 10) * 10
  const closings: PlanningInput['closings'][number][] = []
  const entries: EntryCount[] = []
  const fridge = pace.map((doses) => Math.round((doses * 7) / 10) * 10)
  const given = pace.map(() => 0)
  let centre = 0
  for (let day = 0; day < days; day++) {
    const today = addDays(startsOn, day)
    if (day % 7 === 0) centre += weekly
    if (policy === 'none') {
      const part = Math.floor(centre / wards / 10) * 10
      pace.forEach((_, at) => (fridge[at]! += part))
      centre -= part * wards
    } else {
      for (const line of plan(seen(today)).lines) {
        const [from, to] = [line.fromWardId, line.toWardId].map((id) =>
          id === null ? -1 : Number(id.slice(-3)),
        )
        const there = from! < 0 ? centre : fridge[from!]!
        const doses = Math.min(line.doses, Math.floor(there / 10) * 10)
        if (from! < 0) centre -= doses
        else fridge[from!]! -= doses
        fridge[to!]! += doses
      }
    }
    pace.forEach((mean, at) => {
      const wanted = Math.round(mean * WEEKDAY[isoWeekday(today) - 1]! * (0.8 + 0.4 * random()))
      const doses = Math.min(fridge[at]!, wanted)
      fridge[at]! -= doses
      given[at]! += doses
      const row = { wardId: wardId(at), productId: product.productId }
      entries.push({ ...row, administeredOn: today, enteredOn: addDays(today, delay[at]!), doses })
      closings.push({ ...row, on: today, doses: fridge[at]! })
    })
  }

  /** The ledger as known in the morning: what is given and not entered still seems to lie in the fridge. */
  function seen(today: LocalDate): PlanningInput {
    const known = entries.filter((row) => row.enteredOn < today)
    const sketch = pace.map((_, at) => {
      const unseen = entries
        .filter((row) => row.wardId === wardId(at) && row.enteredOn >= today)
        .reduce((sum, row) => sum + row.doses, 0)
      const stock = [{ lot: 'L1', doses: fridge[at]! + unseen, countedOn: addDays(today, -3) }]
      return { name: `Phường ${at}`, days: 0, persons: 8000, eligible: 8000, stock }
    })
    return sketchCity(sketch, [lot('L1', '2022-06-30')], [{ lot: 'L1', doses: centre }], {
      asOf: today,
      entries: known,
      closings: closings.filter((row) => addDays(row.on, 8) < today),
      lastReviewOn: isoWeekday(today) === 1 ? null : addDays(today, 1 - isoWeekday(today)),
      params: { paceMode: policy === 'raw' ? 'raw' : 'corrected' },
    })
  }

  const doses = given.reduce((sum, count) => sum + count, 0)
  const served = given.map((count, at) => count / pace[at]!)
  const worstShare = Math.min(...served) / (doses / city)
  return { doses, worstShare }
}

export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
