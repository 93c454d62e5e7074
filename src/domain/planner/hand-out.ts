import { addMove, byNeed, isLastChance, lotRoom, type FreeRoom, type Move } from './moves.ts'
import { usableAtFirst, type Need } from './need.ts'
import type { LineReason, Rule } from './plan-types.ts'
import type { Lot, Scene } from './scene.ts'
import { addLayer, wholeVials, type Layer, type Unit } from './stock-lots.ts'

/** Lots at the centre with the same last day of use and the same road behind them. */
export type Water = [Unit, ...Unit[]]

/** What one ward is to have, in doses: whole vials, and the vial that rounding up may add. */
export type Wanted = {
  need: Need
  whole: number
  extra: number
  /** … of which after each water, in whole vials. */
  after: readonly number[]
  rules: readonly Rule[]
}

/**
 * Lots, first to expire first, to the ward with the fewest days of stock: few lines. What is near its last
 * day is shared out as it was poured, since no pace is known so well that one ward should have it all; so is every lot
 * where few lines would leave a ward none that it can still finish. Everybody's whole vials
 * go out before anybody's extra one, so that rounding never costs a ward more than a vial.
 */
export function handOut(
  scene: Scene,
  waters: readonly Water[],
  wanted: readonly Wanted[],
  free: FreeRoom,
  scarce: boolean,
): Move[] {
  const compare = byNeed(scene, null)
  const queue = wanted.toSorted((a, b) => compare(a.need, b.need))
  const shared = waters.map(([{ lot }]) => (isLastChance(scene, lot) ? lastAlike(scene, waters, lot) : null))
  const few = assign(scene, waters, queue, (row, water) => {
    const at = shared[water]!
    return at === null ? row.whole : row.after[at]!
  })
  const parts = few.missing === 0 ? few : assign(scene, waters, queue, (row, water) => row.after[water]!)
  const moves: Move[] = []
  for (const { unit, row, vials } of parts.list)
    addMove(scene, free, moves, describe(scene, unit, row, vials, scarce))
  return moves
}

/** Lots with last days this close are as good as one: sharing out each of them would only make more lines. */
const ALIKE_DAYS = 4

function lastAlike(scene: Scene, waters: readonly Water[], lot: Lot): number {
  const span = ({ useBy }: Lot) => Math.floor((useBy - scene.today) / ALIKE_DAYS)
  return waters.findLastIndex(([unit]) => span(unit.lot) === span(lot))
}

type Part = { unit: Unit; row: Wanted; vials: number }

/** `upTo`: the doses that a ward may have when a water has been shared out. `missing`: whole vials without a lot. */
function assign(
  scene: Scene,
  waters: readonly Water[],
  queue: readonly Wanted[],
  upTo: (row: Wanted, water: number) => number,
): { list: Part[]; missing: number } {
  const units = waters.flat()
  const doses = new Map(units.map((unit) => [unit, unit.doses]))
  const shelves = queue.map((row): { row: Wanted; got: number; layers: Layer[] } => ({
    row,
    got: 0,
    layers: [...row.need.layers],
  }))
  const list: Part[] = []
  const take = (from: readonly Unit[], most: (row: Wanted) => number) => {
    const open = shelves.filter((shelf) => most(shelf.row) > shelf.got)
    if (open.length === 0) return
    for (const unit of from) {
      const { lot } = unit
      for (const shelf of open) {
        const there = doses.get(unit)!
        if (there < lot.dosesPerVial) break
        const left = most(shelf.row) - shelf.got
        if (left <= 0) continue
        const room = lotRoom(scene, shelf.row.need, lot, null, shelf.layers)
        const whole = wholeVials(Math.min(left, there, room), lot.dosesPerVial)
        if (whole <= 0) continue
        shelf.got += whole
        doses.set(unit, there - whole)
        addLayer(shelf.layers, { useBy: lot.useBy, doses: whole })
        list.push({ unit, row: shelf.row, vials: whole / lot.dosesPerVial })
      }
    }
  }
  let poured: Unit[] = []
  waters.forEach((water, at) => {
    poured = [...poured, ...water].filter((unit) => doses.get(unit)! >= unit.lot.dosesPerVial)
    take(poured, (row) => upTo(row, at))
  })
  take(units, (row) => row.whole)
  const missing = shelves.reduce((sum, { row, got }) => sum + Math.max(0, row.whole - got), 0)
  take(units, (row) => row.whole + row.extra)
  return { list, missing }
}

function describe(scene: Scene, unit: Unit, { need, rules }: Wanted, vials: number, scarce: boolean): Move {
  const reasons: LineReason[] = [...rules]
  if (usableAtFirst(need) < scene.params.receiverBelowDays * need.pace) reasons.push('receiver-dry')
  if (scarce) reasons.push('scarce')
  return { rule: rules[0]!, reasons, unit, donor: null, receiver: need, vials, expiryRiskDoses: 0 }
}
