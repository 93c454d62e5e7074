import { DEMAND_DAYS, demandOf, givenWithin, type Demand, type Waiting } from './demand.ts'
import type { Move } from './moves.ts'
import { RANGE, type PaceEstimate, type Paces } from './pace.ts'
import type { Scene } from './scene.ts'
import { addLayer, isMovable, takeHidden, unfinished, type Layer, type Unit } from './stock-lots.ts'
import { weekdayOf } from './triangle.ts'
import type { WardInput } from './types.ts'

/** One product at one ward: what is there, what is needed, and what the plan does about it. Doses. */
export type Need = {
  index: number
  ward: WardInput
  estimate: PaceEstimate
  pace: number
  /** Pace at which stock can be finished: booked second doses are used even where the pace is small. */
  usePace: number
  units: readonly Unit[]
  layers: Layer[]
  ledgerDoses: number
  hiddenDoses: number
  physical: number
  inTransit: number
  /** Second doses due in the reserve days (R7). */
  secondDoses: number
  /** … as many of them as the ward can give in those days: more would only lie there. */
  secondDosesUsable: number
  /** … and in the next 0, 1, 2 … days, each when it is due: what may be used only so long serves no more of them. */
  secondDosesWithin: readonly number[]
  /** Dose 1 still wanted + second doses due in 21 days. */
  remaining: number
  waiting: Waiting
  /** How many usual days lie in the next 0, 1, 2 … days: by the sessions planned, else by the city's weekdays. */
  weighted: readonly number[]
  /** What can be given at each pace that was asked for. */
  demands: Demand[]
  expiryRisk: number
  /** Doses there or on the road whose last day comes before their turn: they are no days of stock. */
  spoiling: number
  /** Gap to φ × the ward's pro-rata part of what has arrived. */
  floorGap: number
  /** Share of target persons who no longer wait for a first dose. */
  coverage: number
  discrepancyOpen: boolean
  coolDownUntil: number | null
  received: number
  given: number
  /** Moves that bring it something, so far. */
  lines: Move[]
}

export type ProductNeeds = {
  product: number
  /** By ward code; null where the product is not in use. */
  needs: readonly (Need | null)[]
  centre: readonly Unit[]
  /** The centre keeps no usable stock of the product. */
  guarded: boolean
}

export function stockOf(need: Need): number {
  return need.physical + need.inTransit + need.received - need.given
}

/** … of which its turn comes in time. What leaves is first what would spoil. */
export function usableStock(need: Need): number {
  return stockOf(need) - Math.max(0, need.spoiling - need.given)
}

/** Usable stock before the plan. */
export function usableAtFirst(need: Need): number {
  return need.physical + need.inTransit - need.spoiling
}

/** Days of usable stock at this pace; Infinity where nothing is used. */
export function daysOf(need: Need): number {
  return need.pace > 0 ? usableStock(need) / need.pace : Infinity
}

export function buildNeeds(scene: Scene, paces: Paces, units: readonly Unit[]): ProductNeeds[] {
  const total = scene.wards.map((_, ward) =>
    paces.estimates.reduce((sum, wards) => sum + (wards[ward]?.perDay ?? 0), 0),
  )
  const used = scene.wards.map((_, ward) => paces.estimates.filter((wards) => wards[ward] !== null).length)
  const due = readDue(scene)
  const issued = readIssued(scene)
  const weekdays = weekdaysAhead(scene, paces)
  return scene.products.map((_, product) => {
    const own = units.filter((unit) => unit.lot.productIndex === product)
    const centre = own.filter((unit) => unit.ward < 0 && isMovable(scene, unit))
    const byWard = scene.wards.map((): Unit[] => [])
    for (const unit of own) if (unit.ward >= 0) byWard[unit.ward]!.push(unit)
    const needs = scene.wards.map((ward, index): Need | null => {
      const estimate = paces.estimates[product]![index]!
      if (estimate === null) return null
      // People waiting for a first dose are shared out over the products that the ward uses.
      const part = total[index]! > 0 ? estimate.perDay / total[index]! : 1 / used[index]!
      const eligible = Math.max(0, Math.round(ward.eligiblePersons * part))
      const remaining = eligible + due.later[product]![index]!
      const waiting = { now: eligible, due: due.byDay[product]![index]! }
      const hidden = Math.max(0, estimate.hidden - issued[product]![index]!)
      const sessions = paces.presence.sessionsAhead[product]![index] ?? null
      const weighted = sessions === null ? weekdays : sessionsAsDays(sessions)
      return buildNeed(
        scene,
        { index, ward, estimate, remaining, waiting, weighted, secondDoses: due.soon[product]![index]! },
        byWard[index]!,
        hidden,
        { pace: paces.presence.sessionPace[product]![index]!, ahead: sessions },
      )
    })
    addTransfers(scene, product, needs)
    for (const need of needs) if (need !== null) measureRisk(scene, need)
    const guarded = !centre.some((unit) => unit.doses >= unit.lot.dosesPerVial)
    return { product, needs, centre, guarded }
  })
}

function buildNeed(
  scene: Scene,
  core: Pick<Need, 'index' | 'ward' | 'estimate' | 'remaining' | 'waiting' | 'weighted' | 'secondDoses'>,
  units: readonly Unit[],
  hidden: number,
  planned: { pace: number; ahead: readonly number[] | null },
): Need {
  const ledgerDoses = units.reduce((sum, unit) => sum + unit.ledgerDoses, 0)
  const hiddenDoses = takeHidden(units, hidden)
  const usable = units.filter((unit) => unit.lot.fit && unit.lot.useBy >= scene.today)
  const { reserveDays } = scene.params
  const pace = core.estimate.perDay
  const { targetPersons, eligiblePersons } = core.ward
  const due = scene.params.paceMode === 'raw' ? 0 : core.secondDoses / reserveDays
  const shown = Math.max(pace * (1 + RANGE), planned.pace)
  const usePace = Math.max(pace, shown > 0 ? Math.min(due, shown) : due)
  const held = (days: number) => planned.ahead?.[Math.min(days, planned.ahead.length - 1)] ?? 0
  const secondDosesUsable = Math.min(
    core.secondDoses,
    Math.max(Math.ceil(usePace * reserveDays), held(reserveDays)),
  )
  return {
    ...core,
    demands: [],
    pace,
    usePace,
    secondDosesUsable,
    secondDosesWithin: spreadSecondDoses(scene, core, secondDosesUsable, (day) =>
      Math.max(usePace * (weightedOf(core, day + 1) - weightedOf(core, day)), held(day + 1) - held(day)),
    ),
    units,
    layers: usable.map((unit) => ({ useBy: unit.lot.useBy, doses: unit.doses })),
    ledgerDoses,
    hiddenDoses,
    physical: usable.reduce((sum, unit) => sum + unit.doses, 0),
    inTransit: 0,
    expiryRisk: 0,
    spoiling: 0,
    floorGap: 0,
    coverage: targetPersons > 0 ? 1 - eligiblePersons / targetPersons : 1,
    discrepancyOpen: false,
    coolDownUntil: null,
    received: 0,
    given: 0,
    lines: [],
  }
}

/** Second doses of the reserve days by the day on which they can be given, no day more than `most` and all no more than `total`. */
function spreadSecondDoses(
  scene: Scene,
  { waiting }: Pick<Need, 'waiting'>,
  total: number,
  most: (day: number) => number,
): number[] {
  const within = [0]
  let left = 0
  for (let day = 0; day < DEMAND_DAYS && within[day]! < total; day++) {
    if (day < scene.params.reserveDays) left += waiting.due[day]!
    const given = Math.min(left, most(day))
    left -= given
    within.push(Math.min(total, within[day]! + given))
  }
  return within
}

/** Doses on the road belong to the receiver's days of stock and to nobody else's. */
function addTransfers(scene: Scene, product: number, needs: readonly (Need | null)[]): void {
  for (const row of scene.input.transfers) {
    const lot = scene.lot(row.lotId)
    if (lot.productIndex !== product) continue
    const to = needs[scene.wardIndex(row.toWardId)] ?? null
    if (to === null) continue
    const on = scene.day(row.on)
    if (row.state === 'discrepancy') {
      to.discrepancyOpen = true
      const from = needs.find((need) => need?.units.some((unit) => unit.holderId === row.fromHolderId))
      if (from !== undefined && from !== null) from.discrepancyOpen = true
    } else if (row.state !== 'received' && lot.fit && lot.useBy >= scene.today) {
      to.inTransit += row.doses
      addLayer(to.layers, { useBy: lot.useBy, doses: row.doses })
    }
    if (row.planned && row.state !== 'discrepancy') {
      const until = (row.state === 'received' ? on : scene.today) + scene.params.coolDownDays
      if (until > scene.today) to.coolDownUntil = Math.max(until, to.coolDownUntil ?? 0)
    }
  }
}

export function demandAt(need: Need, pace: number): Demand {
  for (const known of need.demands) if (known.pace === pace) return known
  const demand = demandOf(need.waiting, pace)
  need.demands.push(demand)
  return demand
}

/** Doses of so many days: at the ward's pace, for people who wait by then and are counted as remaining. */
export function wantedWithin(need: Need, days: number, pace = need.pace): number {
  return Math.min(givenWithin(demandAt(need, pace), days), need.remaining)
}

/** So many people wait for a later day that the ward's pace says too much: by this many doses or more. */
export function isShortOfPeople(need: Need, days: number, doses: number): boolean {
  return need.pace * days - wantedWithin(need, days) >= doses
}

/** Doses that the ward can use in so many days from today on, by what days they are. */
export function usableWithin(need: Need, days: number): number {
  return forWhoComes(need, days, wantedWithin(need, weightedOf(need, days), need.usePace))
}

/** A pace at which only people are missing. */
const NO_LIMIT = 1e9

/** So many usual days may lie in few days: whoever is due later than these does not come to their sessions. */
export function forWhoComes(need: Need, days: number, doses: number): number {
  return doses <= need.waiting.now ? doses : Math.min(doses, givenWithin(demandAt(need, NO_LIMIT), days))
}

/** Parts of a day count in proportion. */
export function weightedOf({ weighted }: Pick<Need, 'weighted'>, days: number): number {
  const known = weighted[days]
  if (known !== undefined) return known
  const last = weighted.length - 1
  if (days > last) return weighted[last]! + days - last
  const whole = Math.floor(days)
  return weighted[whole]! + (days - whole) * (weighted[whole + 1]! - weighted[whole]!)
}

function weekdaysAhead(scene: Scene, { weekday }: Paces): number[] {
  const days = [0]
  for (let day = 0; day < DEMAND_DAYS; day++) days.push(days[day]! + weekday[weekdayOf(scene.today + day)]!)
  return days
}

function sessionsAsDays(sums: readonly number[]): number[] {
  const perDay = sums.at(-1)! / (sums.length - 1)
  return sums.map((doses) => doses / perDay)
}

function measureRisk(scene: Scene, need: Need): void {
  const lost = unfinished(need.layers, (days) => usableWithin(need, days), scene.today)
  const horizon = scene.today + scene.params.expiryHorizonDays
  need.expiryRisk = need.layers.reduce(
    (sum, layer, at) => (layer.useBy <= horizon ? sum + lost[at]! : sum),
    0,
  )
  const late = unfinished(need.layers, (days) => weightedOf(need, days) * need.usePace, scene.today)
  need.spoiling = late.reduce((sum, doses) => sum + doses, 0)
}

/**
 * E = what is missing to φ × the pro-rata part of what has arrived, as far as 14 days can use it. The floor
 * is on doses delivered: a floor on planned use would be promised anew each week and never kept.
 * `shippable`: doses at the centre that the wards can use.
 */
export function setFloorGaps(
  scene: Scene,
  given: Int32Array,
  needs: readonly Need[],
  shippable: number,
): void {
  const { floorShare, floorDays } = scene.params
  const received = needs.map((need) => given[need.index]! + need.hiddenDoses + need.physical + need.inTransit)
  const arrived = received.reduce((sum, doses) => sum + doses, shippable)
  const needAtStart = needs.reduce((sum, need) => sum + need.ward.needAtStartDoses, 0)
  if (needAtStart <= 0) return
  needs.forEach((need, at) => {
    const part = (floorShare * arrived * need.ward.needAtStartDoses) / needAtStart
    const usable = wantedWithin(need, floorDays) - usableStock(need)
    need.floorGap = Math.max(0, Math.min(part - received[at]! - need.received, usable))
  })
}

function readDue(scene: Scene) {
  const empty = () => scene.products.map(() => new Int32Array(scene.wards.length))
  const [soon, later] = [empty(), empty()]
  const byDay = scene.products.map(() => scene.wards.map(() => Array.from({ length: DEMAND_DAYS }, () => 0)))
  for (const row of scene.input.dueDoses) {
    const [product, ward] = [scene.productIndex(row.productId), scene.wardIndex(row.wardId)]
    const days = scene.day(row.dueOn) - scene.today
    if (days < DEMAND_DAYS) byDay[product]![ward]![Math.max(0, days)]! += row.doses
    if (days < scene.params.reserveDays) soon[product]![ward]! += row.doses
    if (days < scene.params.secondDoseDays) later[product]![ward]! += row.doses
  }
  return { soon, later, byDay }
}

function readIssued(scene: Scene): Int32Array[] {
  const issued = scene.products.map(() => new Int32Array(scene.wards.length))
  for (const row of scene.input.stock) {
    if (row.wardId === null) continue
    issued[scene.lot(row.lotId).productIndex]![scene.wardIndex(row.wardId)]! += row.issuedDoses
  }
  return issued
}
