import type { Scene } from './scene.ts'

/** Age = days between a day and asOf; 0 is the planning day itself. Eight weeks are read. */
export const HISTORY_DAYS = 56
/** Doses entered later than this count as entered on this day. */
export const MAX_DELAY = 21
const CURVE_DAYS = 42

/** Doses by age and delay of entry (flat: age × (MAX_DELAY + 1) + delay), and by age alone. */
export type Triangle = { byDelay: Int32Array; byAge: Int32Array }

export type History = {
  /** 1 when nobody has entered anything yet on asOf: then yesterday is the newest day of knowledge. */
  behind: 0 | 1
  city: Triangle
  /** Entry delay is a habit of the ward, whatever the product. */
  wards: readonly Triangle[]
  /** Doses by age for [product][ward]. */
  doses: readonly (readonly Int32Array[])[]
  /** All doses known, also those before the eight weeks, for [product][ward]. */
  given: readonly Int32Array[]
}

export function readHistory(scene: Scene): History {
  const wards = emptyTriangles(scene.wards.length)
  const city = emptyTriangles(1)[0]!
  const doses = scene.products.map(() => scene.wards.map(() => new Int32Array(HISTORY_DAYS + 1)))
  const given = scene.products.map(() => new Int32Array(scene.wards.length))
  let behind: 0 | 1 = 1
  for (const row of scene.input.givenBefore) {
    given[scene.productIndex(row.productId)]![scene.wardIndex(row.wardId)]! += row.doses
  }
  for (const row of scene.input.entries) {
    // Tens of thousands of rows: nothing is allocated here.
    const administered = scene.day(row.administeredOn)
    const entered = scene.day(row.enteredOn)
    const age = scene.today - administered
    if (entered > scene.today || age < 0) continue
    const ward = scene.wardIndex(row.wardId)
    const product = scene.productIndex(row.productId)
    if (entered === scene.today) behind = 0
    given[product]![ward]! += row.doses
    if (age > HISTORY_DAYS) continue
    const cell = age * (MAX_DELAY + 1) + Math.min(Math.max(0, entered - administered), MAX_DELAY)
    addTo(wards[ward]!, cell, age, row.doses)
    addTo(city, cell, age, row.doses)
    doses[product]![ward]![age]! += row.doses
  }
  return { behind, city, wards, doses, given }
}

function addTo(triangle: Triangle, cell: number, age: number, doses: number): void {
  triangle.byDelay[cell]! += doses
  triangle.byAge[age]! += doses
}

/** All in two blocks: a block for each ward would be most of the memory that a plan takes. */
function emptyTriangles(count: number): Triangle[] {
  const [cells, ages] = [(HISTORY_DAYS + 1) * (MAX_DELAY + 1), HISTORY_DAYS + 1]
  const [byDelay, byAge] = [new Int32Array(count * cells), new Int32Array(count * ages)]
  return Array.from({ length: count }, (_, at) => ({
    byDelay: byDelay.subarray(at * cells, (at + 1) * cells),
    byAge: byAge.subarray(at * ages, (at + 1) * ages),
  }))
}

/**
 * Share of a day's doses entered within k days, k = 0 … MAX_DELAY, from days of which enough has been seen:
 * the chain ladder, written backwards (Lawless) so that empty days do no harm.
 */
export function completenessCurve(triangle: Triangle, behind: number): Float64Array {
  const late = new Float64Array(MAX_DELAY + 1)
  const all = new Float64Array(MAX_DELAY + 1)
  for (let age = behind; age <= CURVE_DAYS; age++) {
    let sum = 0
    for (let delay = 0; delay <= Math.min(MAX_DELAY, age - behind); delay++) {
      const doses = Math.max(0, triangle.byDelay[age * (MAX_DELAY + 1) + delay]!)
      sum += doses
      late[delay]! += doses
      all[delay]! += sum
    }
  }
  const curve = new Float64Array(MAX_DELAY + 1)
  let share = 1
  for (let delay = MAX_DELAY; delay >= 0; delay--) {
    curve[delay] = share
    if (all[delay]! > 0) share *= 1 - late[delay]! / all[delay]!
  }
  return curve
}

/** The ward's own curve, pulled to the city's while it has few days: one month hardly predicts the next. */
export function shrunkCurve(triangle: Triangle, behind: number, city: Float64Array): Float64Array {
  let days = 0
  for (let age = 0; age <= CURVE_DAYS; age++) if (triangle.byAge[age]! > 0) days++
  if (days === 0) return city
  const own = days / (days + 10)
  const curve = completenessCurve(triangle, behind)
  return curve.map((share, delay) => own * share + (1 - own) * city[delay]!)
}

/** Smallest k with share(k) ≥ wanted. */
export function matureLag(curve: Float64Array, wanted: number): number {
  const lag = curve.findIndex((share) => share >= wanted - 1e-9)
  return lag < 0 ? MAX_DELAY : lag
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** City's doses by weekday, sum 7, from completed days; one flat week is added so that two weeks cannot rule. */
export function weekdayFactors(scene: Scene, history: History, curve: Float64Array): Float64Array {
  const sums = new Float64Array(7)
  const days = new Float64Array(7)
  const { byAge } = history.city
  const oldest = byAge.findLastIndex((doses) => doses > 0)
  for (let age = 1 + history.behind; age <= oldest; age++) {
    const share = curve[Math.min(MAX_DELAY, age - history.behind)]!
    if (share < 0.5) continue
    const weekday = weekdayOf(scene.today - age)
    sums[weekday]! += Math.max(0, byAge[age]!) / share
    days[weekday]!++
  }
  const total = sums.reduce((sum, doses) => sum + doses, 0)
  if (total <= 0) return new Float64Array(7).fill(1)
  const mean = total / days.reduce((sum, count) => sum + count, 0)
  const factors = sums.map((sum, weekday) => (sum + mean) / (days[weekday]! + 1))
  const scale = 7 / factors.reduce((sum, factor) => sum + factor, 0)
  return factors.map((factor) => factor * scale)
}
