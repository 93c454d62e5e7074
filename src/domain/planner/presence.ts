import type { Scene } from './scene.ts'
import { HISTORY_DAYS, type History } from './triangle.ts'

/** Where and since when a product is in use, on which days it had run out, and what sessions promise. */
export type Presence = {
  /** [product][ward]. */
  used: readonly (readonly boolean[])[]
  /** 1 = ran out that day; [product][ward][age]. */
  stockOut: readonly (readonly Uint8Array[])[]
  /** Oldest age with stock or doses, −1 when there is none; [product][ward]. */
  firstAge: readonly Int32Array[]
  /** Doses per day that the planned sessions of the next 14 days would give; [product][ward]. */
  sessionPace: readonly Float64Array[]
  /** Capacity of the sessions planned for the next 0, 1, 2 … 14 days, in doses; [product][ward], null without any. */
  sessionsAhead: readonly (readonly (readonly number[] | null)[])[]
  /** Ages with a session of any product; null for a ward whose past sessions are not told. */
  sessionDays: readonly (Uint8Array | null)[]
}

const SESSION_DAYS = 14
/** Use of session capacity while there is nothing to learn it from. */
const USUAL_UTILISATION = 0.7

export function readPresence(scene: Scene, history: History): Presence {
  const grid = <Cell>(cell: () => Cell) => scene.products.map(() => scene.wards.map(cell))
  const stockOut = grid(() => new Uint8Array(HISTORY_DAYS + 1))
  const firstAge = scene.products.map(() => new Int32Array(scene.wards.length).fill(-1))
  const touched = grid(() => false)
  const vial = vialSizes(scene)
  for (const row of scene.input.closings) {
    const product = scene.productIndex(row.productId)
    const ward = scene.wardIndex(row.wardId)
    const age = scene.today - scene.day(row.on)
    if (age < 0 || age > HISTORY_DAYS) continue
    if (row.doses <= vial[product]!) stockOut[product]![ward]![age] = 1
    else firstAge[product]![ward] = Math.max(firstAge[product]![ward]!, age)
  }
  for (const row of scene.input.stockOuts) {
    const age = scene.today - scene.day(row.on)
    if (age < 0 || age > HISTORY_DAYS) continue
    stockOut[scene.productIndex(row.productId)]![scene.wardIndex(row.wardId)]![age] = 1
  }
  history.doses.forEach((wards, product) =>
    wards.forEach((doses, ward) => {
      const oldest = doses.findLastIndex((count) => count > 0)
      const first = Math.max(firstAge[product]![ward]!, oldest)
      firstAge[product]![ward] = first
      touched[product]![ward] = first >= 0 || history.given[product]![ward]! > 0
    }),
  )
  const touch = (lotOrProduct: number, wardId: string) => {
    touched[lotOrProduct]![scene.wardIndex(wardId)] = true
  }
  for (const row of scene.input.stock) {
    if (row.wardId !== null) touch(scene.lot(row.lotId).productIndex, row.wardId)
  }
  for (const row of scene.input.transfers) touch(scene.lot(row.lotId).productIndex, row.toWardId)
  for (const row of scene.input.dueDoses) touch(scene.productIndex(row.productId), row.wardId)
  const sessions = readSessions(scene, history)
  // Where sessions are told for a product, only wards that plan or know it take part; else every ward does.
  const used = touched.map((wards, product) =>
    wards.map((known, ward) => known || !sessions.told[product] || sessions.planned[product]![ward]! > 0),
  )
  return {
    used,
    stockOut,
    firstAge,
    sessionPace: sessions.pace,
    sessionsAhead: sessions.ahead,
    sessionDays: sessions.days,
  }
}

function vialSizes(scene: Scene): number[] {
  const sizes = scene.products.map(() => 1)
  for (const lot of scene.lots) sizes[lot.productIndex] = Math.max(sizes[lot.productIndex]!, lot.dosesPerVial)
  return sizes
}

function readSessions(scene: Scene, history: History) {
  const told = scene.products.map(() => false)
  const planned = scene.products.map(() => new Float64Array(scene.wards.length))
  const byDay = scene.products.map(() => scene.wards.map(() => new Float64Array(SESSION_DAYS)))
  const days = scene.wards.map((): Uint8Array | null => null)
  let [capacity, given] = [0, 0]
  for (const row of scene.input.sessions) {
    const [product, ward] = [scene.productIndex(row.productId), scene.wardIndex(row.wardId)]
    const age = scene.today - scene.day(row.on)
    told[product] = true
    if (age <= 0 && age > -SESSION_DAYS) {
      planned[product]![ward]! += row.capacityDoses
      byDay[product]![ward]![-age]! += row.capacityDoses
    }
    if (age < 1 || age > HISTORY_DAYS) continue
    const calendar = (days[ward] ??= new Uint8Array(HISTORY_DAYS + 1))
    calendar[age] = 1
    if (age > 7 && age <= 28) capacity += row.capacityDoses
  }
  for (let age = 8; age <= 28; age++) given += Math.max(0, history.city.byAge[age]!)
  const utilisation =
    capacity > 0 && given > 0 ? Math.min(1, Math.max(0.25, given / capacity)) : USUAL_UTILISATION
  const pace = planned.map((wards) => wards.map((doses) => (doses * utilisation) / SESSION_DAYS))
  const ahead = byDay.map((wards, product) =>
    wards.map((doses, ward) => {
      if (planned[product]![ward] === 0) return null
      const sums = [0]
      for (const count of doses) sums.push(sums.at(-1)! + count)
      return sums
    }),
  )
  return { told, planned, pace, ahead, days }
}
