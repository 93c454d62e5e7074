import { compareText } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Lot, Scene } from './scene.ts'
import type { StockInput } from './types.ts'

/** Closed vials of one lot at one holder: what a line is taken from. Doses are the physical estimate. */
export type Unit = {
  holderId: string
  /** −1 at the centre. */
  ward: number
  lot: Lot
  ledgerDoses: number
  doses: number
  countedLately: boolean
  /** Age of the last count in days; Infinity without one. */
  countAge: number
}

/** What lies or will lie at a ward, for the question "what can still be finished?". */
export type Layer = { useBy: number; doses: number }

/** Units by holder and lot with promises (approved lines) taken off, in order of last day of use. */
export function readUnits(scene: Scene): Unit[] {
  const units = scene.input.stock.map((row): Unit => {
    const countAge = row.count === null ? Infinity : scene.today - scene.day(row.count.countedOn)
    const countedLately = countAge >= 0 && countAge <= scene.params.countFreshDays
    return {
      holderId: row.holderId,
      ward: wardOf(scene, row),
      lot: scene.lot(row.lotId),
      ledgerDoses: row.doses,
      doses: Math.max(0, countedLately ? row.count!.doses : row.doses),
      countedLately,
      countAge,
    }
  })
  const found = new Map<string, Unit>()
  for (const unit of units) {
    const key = `${unit.holderId} ${unit.lot.lotId}`
    if (found.has(key)) throw new Problem('plan.input-twice', { kind: 'stock', id: key })
    found.set(key, unit)
  }
  for (const row of scene.input.transfers) {
    if (row.state !== 'approved') continue
    const unit = found.get(`${row.fromHolderId} ${row.lotId}`)
    if (unit !== undefined) unit.doses = Math.max(0, unit.doses - row.doses)
  }
  return units.sort(
    (a, b) =>
      a.lot.useBy - b.lot.useBy ||
      compareText(a.lot.code, b.lot.code) ||
      compareText(a.lot.lotId, b.lot.lotId) ||
      b.ledgerDoses - a.ledgerDoses ||
      compareText(a.holderId, b.holderId),
  )
}

function wardOf(scene: Scene, row: StockInput): number {
  if (row.holderKind === 'centre') return -1
  if (row.wardId === null) throw new Problem('plan.input-unknown', { kind: 'ward', id: row.holderId })
  return scene.wardIndex(row.wardId)
}

/** Takes doses given but not yet entered off a ward's units, first to expire first. Never below zero. */
export function takeHidden(units: readonly Unit[], doses: number): number {
  let left = doses
  for (const unit of units) {
    if (unit.countedLately) continue
    const taken = Math.min(left, unit.doses)
    unit.doses -= taken
    left -= taken
  }
  return doses - left
}

/** May be used today and may move. */
export function isMovable(scene: Scene, unit: Unit): boolean {
  return unit.lot.fit && unit.lot.useBy >= scene.today + scene.params.leadDays
}

/**
 * Doses of these layers (in order of last day of use) that first-expiry-first use cannot finish, per layer.
 * `usableIn`: doses that can be used in so many days.
 */
export function unfinished(
  layers: readonly Layer[],
  usableIn: (days: number) => number,
  today: number,
): number[] {
  let used = 0
  return layers.map((layer) => {
    const usable = usableIn(Math.max(0, layer.useBy - today + 1))
    const finished = Math.max(0, Math.min(layer.doses, usable - used))
    used += finished
    return layer.doses - finished
  })
}

/**
 * Doses with this last day of use that a ward can take and still finish, itself and everything that
 * expires later. First expiry, first out: what comes in pushes back whatever expires after it; what will
 * spoil before its turn stands in nobody's way.
 *
 * @param usableIn doses that can be used in so many days from today, without the first few.
 */
export function roomFor(
  layers: readonly Layer[],
  useBy: number,
  usableIn: (days: number, without: number) => number,
  today: number,
  leadDays: number,
): number {
  let used = 0
  let sooner = 0
  let room = Infinity
  for (const layer of layers) {
    const usable = usableIn(Math.max(0, layer.useBy - today + 1), 0)
    used += Math.max(0, Math.min(layer.doses, usable - used))
    if (layer.useBy <= useBy) sooner = used
    else room = Math.min(room, usable - used)
  }
  const days = useBy - today + 1
  return days <= leadDays ? 0 : Math.max(0, Math.min(room, usableIn(days, leadDays) - sooner))
}

/** Keeps layers in order of last day of use. */
export function addLayer(layers: Layer[], added: Layer): void {
  const at = layers.findIndex((layer) => layer.useBy > added.useBy)
  layers.splice(at < 0 ? layers.length : at, 0, added)
}

/** The doses in whole vials. */
export function wholeVials(doses: number, vial: number): number {
  return Math.floor(doses / vial + 1e-6) * vial
}
