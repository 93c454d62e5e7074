import { compareText } from '../ids.ts'
import { givenWithin } from './demand.ts'
import { daysOf, demandAt, forWhoComes, weightedOf, type Need } from './need.ts'
import { RANGE } from './pace.ts'
import type { LineReason, Rule } from './plan-types.ts'
import type { Lot, Scene } from './scene.ts'
import { addLayer, roomFor, type Layer, type Unit } from './stock-lots.ts'

/** A line before it has its words: `donor` null is the centre. */
export type Move = {
  rule: Rule
  reasons: LineReason[]
  unit: Unit
  donor: Need | null
  receiver: Need
  vials: number
  expiryRiskDoses: number
}

/** Free room by ward and storage class; shared by all products and used up as the plan grows. */
export type FreeRoom = { of: (need: Need, storageClass: string) => number; take: Take }
type Take = (need: Need, storageClass: string, doses: number) => void

export function readFreeRoom(scene: Scene): FreeRoom {
  const rooms = scene.wards.map(
    (ward) => new Map(ward.storage.map((store) => [store.storageClass, store.freeDoses ?? Infinity])),
  )
  return {
    of: (need, storageClass) => Math.max(0, rooms[need.index]!.get(storageClass) ?? 0),
    take: (need, storageClass, doses) => {
      const room = rooms[need.index]!
      room.set(storageClass, (room.get(storageClass) ?? 0) - doses)
    },
  }
}

/** Why a ward cannot be sent anything of a product; null when it can. */
export function receiverBar(
  need: Need,
  storageClass: string,
): 'discrepancy-open' | 'not-accepting' | 'storage' | 'done' | 'no-pace' | null {
  if (need.discrepancyOpen) return 'discrepancy-open'
  if (!need.ward.acceptsTransfers) return 'not-accepting'
  if (need.remaining <= 0) return 'done'
  if (need.pace <= 0 && need.secondDoses <= 0) return 'no-pace'
  const store = need.ward.storage.find((row) => row.storageClass === storageClass)
  return store === undefined || (store.freeDoses !== null && store.freeDoses <= 0) ? 'storage' : null
}

/** Doses of a lot that a ward with these layers can finish, 0 when the road would use up the vial's travel time. */
export function lotRoom(
  scene: Scene,
  need: Need,
  lot: Lot,
  from: Need | null,
  layers: readonly Layer[] = need.layers,
  isGenerous = true,
): number {
  const limit = scene.products[lot.productIndex]!.transportMinutesMax
  if (limit !== null && lot.transportMinutesUsed + scene.minutes(from?.ward ?? null, need.ward) > limit)
    return 0
  // What lies at the centre is lost there too: a ward that may be faster than it seems gets the benefit of the doubt.
  const faster = from === null && isGenerous ? 1 + doubtOf(scene, lot) : 1
  const demand = demandAt(need, need.usePace)
  const usableIn = (days: number, without: number) => {
    const usual = weightedOf(need, days) - weightedOf(need, without)
    return forWhoComes(need, days, givenWithin(demand, usual * faster))
  }
  return roomFor(layers, lot.useBy, usableIn, scene.today, scene.params.leadDays)
}

/** Over three weeks a pace is known to ±25 %; over fewer days the doubt is as large as that of five days' use. */
const DOUBT_DAYS = 5

/** Share by which a ward may use more of a lot than its pace says. */
export function doubtOf(scene: Scene, lot: Lot): number {
  const daysOfUse = lot.useBy - scene.today - scene.params.leadDays + 1
  return Math.max(RANGE, DOUBT_DAYS / Math.max(1, daysOfUse))
}

/** So near its last day of use that a lot does not wait at the centre for a ward to run low. */
export function isLastChance(scene: Scene, lot: Lot): boolean {
  return lot.useBy - scene.today <= scene.params.pushDays
}

/**
 * Adds a move and writes it into the state that later moves see. One journey is one line: what goes from the
 * same shelf to the same ward makes its line longer. Returns whether the line is new.
 */
export function addMove(scene: Scene, free: FreeRoom, moves: Move[], move: Move): boolean {
  const { lot } = move.unit
  const doses = move.vials * lot.dosesPerVial
  move.unit.doses -= doses
  if (move.donor !== null) move.donor.given += doses
  move.receiver.received += doses
  addLayer(move.receiver.layers, { useBy: lot.useBy, doses })
  free.take(move.receiver, scene.products[lot.productIndex]!.storageClass, doses)
  const same = move.receiver.lines.find((made) => made.unit === move.unit)
  if (same === undefined) {
    moves.push(move)
    move.receiver.lines.push(move)
    return true
  }
  same.vials += move.vials
  same.reasons.push(...move.reasons.filter((reason) => !same.reasons.includes(reason)))
  return false
}

/** Fewer days of stock, lower coverage, fewer minutes of travel, ward code. */
export function byNeed(scene: Scene, from: Need | null): (a: Need, b: Need) => number {
  return (a, b) =>
    compareNumbers(daysOf(a), daysOf(b)) ||
    a.coverage - b.coverage ||
    scene.minutes(from?.ward ?? null, a.ward) - scene.minutes(from?.ward ?? null, b.ward) ||
    compareText(a.ward.code, b.ward.code)
}

/** Unlike a difference, right for two Infinities. */
export function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
