import { usableStock, usableWithin, wantedWithin, type Need } from './need.ts'
import type { Scene } from './scene.ts'
import { unfinished, type Layer, type Unit } from './stock-lots.ts'

/** Doses that stay where only too much is taken. */
export function keepsDoses(need: Need, days: number): number {
  return Math.max(wantedWithin(need, Math.max(days, need.ward.minStockDays)), need.secondDoses)
}

/** Doses on the shelf above what the ward keeps. */
export function surplusStock(need: Need, keepDays: number): number {
  return Math.max(0, need.physical - need.given - keepsDoses(need, keepDays))
}

/** Below so many doses that it can use in time a ward is in urgent want: its second doses, or its next days. */
function urgentMark(scene: Scene, need: Need): number {
  return Math.max(need.secondDosesUsable, scene.params.receiverBelowDays * need.pace)
}

export function isUrgent(scene: Scene, need: Need): boolean {
  return usableStock(need) < urgentMark(scene, need)
}

/**
 * Doses of one lot that may leave as too much. What expires before its turn is no stock: it may go itself, but does not
 * make another lot too much where the ward would then be in urgent want.
 */
export function looseDoses(scene: Scene, need: Need, unit: Unit): number {
  const atRisk = readAtRisk(scene, need)
  const usable = need.physical - need.given - atRisk.reduce((sum, { risk }) => sum + risk, 0)
  const spare = atRisk.find((row) => row.unit === unit)?.spare ?? 0
  return Math.max(0, usable - urgentMark(scene, need)) + spare
}

/** One lot on a shelf: doses that would expire before their turn, and how many of them may leave. */
export type AtRisk = { unit: Unit; risk: number; spare: number }

/**
 * Lots that the ward cannot finish, first to expire first, whatever else lies there. Also a ward in urgent want gives them,
 * though nothing is sent to it that day: it cannot use them, and what stays lasts until the next round is there.
 */
export function readAtRisk(scene: Scene, need: Need): AtRisk[] {
  const units = need.units.filter((unit) => unit.lot.fit && unit.lot.useBy >= scene.today && unit.doses > 0)
  const shelf = units.map(({ lot, doses }): Layer => ({ useBy: lot.useBy, doses }))
  const risk = unfinished(shelf, (days) => usableWithin(need, days), scene.today)
  const spare = risk.slice()
  if (need.secondDoses > 0) {
    // What dies first is of most use at home: it is looked at when what could leave of the others is gone.
    for (let at = shelf.length - 1; at >= 0; at--) {
      spare[at] = Math.min(risk[at]!, notWaitedFor(scene, need, shelf, shelf[at]!.useBy))
      shelf[at]!.doses -= spare[at]!
    }
  }
  return units.map((unit, at) => ({ unit, risk: risk[at]!, spare: spare[at]! })).filter((row) => row.risk > 0)
}

/** Doses with this last day that may leave before fewer second doses can be given of what is left than of it all. */
function notWaitedFor(scene: Scene, need: Need, shelf: readonly Layer[], useBy: number): number {
  // Given by some day are no more than the ward can give by then, and later no more than lies there for longer.
  const givable = (on: number) => {
    const later = shelf.reduce((sum, layer) => (layer.useBy > on ? sum + layer.doses : sum), 0)
    return secondDosesBy(need, on - scene.today + 1) + later
  }
  const days = [scene.today - 1, ...shelf.map((layer) => layer.useBy)]
  const least = (on: readonly number[]) => Math.min(...on.map(givable))
  return Math.max(0, least(days.filter((on) => on < useBy)) - least(days))
}

function secondDosesBy({ secondDosesWithin: within }: Need, days: number): number {
  return within[Math.min(days, within.length - 1)]!
}

/** Doses near enough to their last day for the expiry alarm that no use at the ward keeps there. */
export function spareDoses(scene: Scene, need: Need): number {
  const horizon = scene.today + scene.params.expiryHorizonDays
  return readAtRisk(scene, need).reduce(
    (sum, { unit, spare }) => (unit.lot.useBy <= horizon ? sum + spare : sum),
    0,
  )
}
