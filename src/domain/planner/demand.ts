/** Who waits for one product at one ward, in doses: anybody today, and second doses by the day on which they fall due. */
export type Waiting = { now: number; due: readonly number[] }

/**
 * Doses that a ward can give in the next 0, 1, 2 … days, and what still waits after the last of them. For `atPace` days
 * only the pace limits it.
 */
export type Demand = { within: readonly number[]; left: number; pace: number; atPace: number }

/** So many days are looked at one by one: three times D and more, and the usual time between two doses. */
export const DEMAND_DAYS = 35

/**
 * No more a day than the pace, and only to people whose turn has come: a ward that has given all its first doses gives
 * nothing until the second ones are due, however fast it was.
 */
export function demandOf({ now, due }: Waiting, pace: number): Demand {
  // A plain list: small typed arrays cost more to make than to fill.
  const within = [0]
  let [left, atPace] = [now, 0]
  for (let day = 0; day < DEMAND_DAYS; day++) {
    left += due[day]!
    const given = Math.min(pace, left)
    left -= given
    within.push(within[day]! + given)
    if (given === pace && atPace === day) atPace++
  }
  return { within, left, pace, atPace }
}

/** Parts of a day count in proportion. */
export function givenWithin({ within, left, pace, atPace }: Demand, days: number): number {
  if (days <= atPace) return pace * Math.max(0, days)
  if (days >= DEMAND_DAYS) return within[DEMAND_DAYS]! + Math.min(left, pace * (days - DEMAND_DAYS))
  const whole = Math.floor(Math.max(0, days))
  return within[whole]! + Math.max(0, days - whole) * (within[whole + 1]! - within[whole]!)
}
