import type { PlanParams } from '#domain/planner/params.ts'
import { plan } from '#domain/planner/plan.ts'
import { sum, VIAL } from './instance.ts'
import { openView } from './view.ts'
import { lotsByLastDay, shareOut, type Order, type Policy, type World } from './world.ts'

/** Each arrival is pushed to the wards by target persons, and stays there. */
export const none: () => Policy = () => pushArrivals

function pushArrivals({ instance, stock }: World): Order[] {
  return [...stock[instance.persons.length]!].flatMap((doses, lot) =>
    doses === 0
      ? []
      : shareOut(instance.persons, doses).map((part, to) => ({ from: -1, to, lot, doses: part })),
  )
}

/** The order of 2021 to the letter: weekly, wards whose injected ÷ allocated lags hand half their paper stock on. */
export const literal: () => Policy = () => {
  const known = new Map<number, number>()
  return (world) => {
    const { instance, today } = world
    for (const { ward, doses } of world.entries[today]!) known.set(ward, (known.get(ward) ?? 0) + doses)
    const orders = pushArrivals(world)
    if (today === 0 || today % 7 !== 0) return orders
    const share = instance.persons.map(
      (_, ward) => (known.get(ward) ?? 0) / Math.max(1, world.allocated[ward]!),
    )
    const ranked = share.map((_, ward) => ward).sort((a, b) => share[b]! - share[a]! || a - b)
    const median = share.toSorted((a, b) => a - b)[Math.floor(share.length / 2)]!
    const fast = ranked.slice(0, Math.ceil(share.length / 4))
    const slow = ranked.filter((ward) => share[ward]! < median - 0.05 && !fast.includes(ward))
    return [...orders, ...slow.flatMap((ward) => handOn(world, ward, fast))]
  }
}

function handOn(world: World, from: number, fast: readonly number[]): Order[] {
  const paper = paperStock(world, from)
  const parts = shareOut(
    fast.map((ward) => world.instance.persons[ward]!),
    sum(paper) / 2,
  )
  const orders: Order[] = []
  for (const lot of lotsByLastDay(world.instance)) {
    for (const [at, to] of fast.entries()) {
      const doses = Math.floor(Math.min(parts[at]!, paper[lot]!) / VIAL) * VIAL
      if (doses <= 0) continue
      orders.push({ from, to, lot, doses })
      parts[at]! -= doses
      paper[lot]! -= doses
    }
  }
  return orders
}

/** What the books say: what is there, and what was given and is not entered yet. */
export function paperStock(world: World, ward: number): Int32Array {
  const paper = world.stock[ward]!.slice()
  for (const rows of world.entries.slice(world.today + 1)) {
    for (const row of rows) if (row.ward === ward) paper[row.lot]! += row.doses
  }
  return paper
}

/** The product's own planner, day by day, through what can be seen; every line is carried out as planned. */
export const planned =
  (params: Partial<PlanParams>): (() => Policy) =>
  () => {
    const view = openView(params)
    return (world) => view.readOrders(plan(view.look(world)))
  }
