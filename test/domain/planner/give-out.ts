import { addDays, isoWeekday } from '#domain/dates.ts'
import type { PaceRow, PlanLine } from '#domain/planner/plan-types.ts'
import type { PlanningInput } from '#domain/planner/types.ts'

/** How a ward gives: doses on a usual day, and how usual Monday to Sunday are. `onlyDue`: nobody but the second doses. */
type Days = { pace: number; weekdays: readonly number[]; onlyDue?: boolean; count?: number }

/**
 * Doses that a ward gives of what lies on its shelf, without what lines take away: day by day, first expiry first, to
 * whoever's turn has come. Told by the input and the plan alone, so that the planner's own reckoning is not its judge.
 */
export function giveOut(
  input: PlanningInput,
  row: PaceRow,
  gone: readonly PlanLine[],
  { pace, weekdays, onlyDue = false, count = 60 }: Days,
): number {
  const shelf = input.stock
    .filter((stock) => stock.wardId === row.wardId)
    .flatMap((stock) => {
      const lot = input.lots.find((candidate) => candidate.lotId === stock.lotId)!
      const taken = gone.reduce((sum, line) => (line.lotId === lot.lotId ? sum + line.doses : sum), 0)
      const fits = lot.productId === row.productId && lot.status === 'ok'
      return fits ? [{ lastOn: lot.expiresOn, doses: Math.max(0, stock.doses - taken) }] : []
    })
    .sort((a, b) => (a.lastOn < b.lastOn ? -1 : 1))
  const due = input.dueDoses.filter((own) => own.wardId === row.wardId && own.productId === row.productId)
  const all = due.reduce((sum, own) => sum + own.doses, 0)
  let [waiting, given] = [onlyDue ? 0 : Math.max(0, row.remainingDoses - all), 0]
  for (let day = 0; day < count; day++) {
    const today = addDays(input.asOf, day)
    for (const own of due) if (own.dueOn === today) waiting += own.doses
    let left = Math.min(waiting, pace * weekdays[isoWeekday(today) - 1]!)
    for (const lot of shelf) {
      if (lot.lastOn < today) continue
      const doses = Math.min(left, lot.doses)
      lot.doses -= doses
      left -= doses
      waiting -= doses
      given += doses
    }
  }
  return given
}
