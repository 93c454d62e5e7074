import type { LocalDate } from '../dates.ts'
import { topUpDays } from './allocate.ts'
import { DEMAND_DAYS } from './demand.ts'
import { buildNeeds, stockOf, weightedOf, type Need } from './need.ts'
import { estimatePaces } from './pace.ts'
import type { Plan } from './plan-types.ts'
import { buildScene, type Scene } from './scene.ts'
import { addLayer, readUnits, type Layer } from './stock-lots.ts'
import { hundredth } from './states.ts'
import type { PlanningInput } from './types.ts'

/** What becomes of the city if a plan is carried out, at today's paces: for comparing plans, not a promise. Doses. */
export type Effect = {
  /** The day by which 95 % of what is wanted now is given; null when that is not reached in `HORIZON_DAYS`. */
  finishOn: LocalDate | null
  givenDoses: number
  /** Wanted and not given within the horizon. */
  unmetDoses: number
  expiredDoses: number
  /** Doses received by the ward that is worst served, by its need, as a share of the city's; null without need. */
  lowestShare: number | null
  lowestWardId: string | null
}

export const HORIZON_DAYS = 120
const FINISHED_SHARE = 0.95

/**
 * Plays the days on: wards give at their pace, each day as much as the plan counts it, to whoever's turn has come, first
 * expiry first, and the centre fills whoever falls below D.
 */
export function foresee(input: PlanningInput, made: Plan): Effect {
  const scene = buildScene(input)
  const paces = estimatePaces(scene)
  const groups = buildNeeds(scene, paces, readUnits(scene))
  let [expired, wanted] = [0, 0]
  const daily = new Float64Array(HORIZON_DAYS)
  const served = { got: new Float64Array(scene.wards.length), need: new Float64Array(scene.wards.length) }
  for (const group of groups) {
    const centre = group.centre.map((unit) => ({ useBy: unit.lot.useBy, doses: unit.doses }))
    const needs = group.needs.filter((need) => need !== null)
    carryOut(scene, made, group.product, needs, centre)
    for (const need of needs) {
      served.got[need.index]! +=
        paces.history.given[group.product]![need.index]! + need.hiddenDoses + stockOf(need)
      served.need[need.index] = need.ward.needAtStartDoses
      wanted += need.remaining
    }
    expired += playOn(scene, needs, centre, daily)
  }
  const given = daily.reduce((sum, doses) => sum + doses, 0)
  return {
    finishOn: finishDay(scene, daily, wanted),
    givenDoses: Math.round(given),
    unmetDoses: Math.max(0, Math.round(wanted - given)),
    expiredDoses: Math.round(expired),
    ...lowest(scene, served),
  }
}

/** The plan's lines: layers leave the donor and lie at the receiver. */
function carryOut(scene: Scene, made: Plan, product: number, needs: readonly Need[], centre: Layer[]): void {
  const byWard = new Map(needs.map((need) => [need.ward.wardId, need]))
  for (const line of made.lines) {
    const lot = scene.lot(line.lotId)
    if (lot.productIndex !== product) continue
    const donor = line.fromWardId === null ? null : byWard.get(line.fromWardId)!
    const receiver = byWard.get(line.toWardId)!
    take(donor === null ? centre : donor.layers, lot.useBy, line.doses)
    addLayer(receiver.layers, { useBy: lot.useBy, doses: line.doses })
    receiver.received += line.doses
    if (donor !== null) donor.given += line.doses
  }
}

function take(layers: readonly Layer[], useBy: number, doses: number): void {
  let left = doses
  for (const layer of layers) {
    if (layer.useBy !== useBy) continue
    const taken = Math.min(left, layer.doses)
    layer.doses -= taken
    left -= taken
  }
}

/** Returns what expires; adds what is given to `daily`. */
function playOn(scene: Scene, needs: readonly Need[], centre: readonly Layer[], daily: Float64Array): number {
  const full = topUpDays(scene)
  const remaining = needs.map((need) => need.remaining)
  // People of the day and later ones, by the day on which their turn comes; after that nobody's day is known.
  const waiting = needs.map((need) => need.waiting.now)
  const turnsFrom = (need: Need, day: number, to: number) =>
    to >= DEMAND_DAYS ? Infinity : need.waiting.due.slice(day, to).reduce((sum, doses) => sum + doses, 0)
  let expired = 0
  for (let day = 0; day < HORIZON_DAYS; day++) {
    const today = scene.today + day
    for (const layers of [centre, ...needs.map((need) => need.layers)]) expired += discard(layers, today)
    needs.forEach((need, at) => {
      const stock = need.layers.reduce((sum, layer) => sum + layer.doses, 0)
      const wanted = Math.min(full * need.pace, waiting[at]! + turnsFrom(need, day, day + full))
      const wish = Math.min(wanted, remaining[at]!) - stock
      // The plan is today's round; the centre's next one is tomorrow.
      if (day > 0 && wish > 0 && need.ward.acceptsTransfers) pull(centre, need.layers, wish)
      waiting[at]! += turnsFrom(need, day, day + 1)
      const given = use(need.layers, Math.min(mostOn(scene, need, day), waiting[at]!, remaining[at]!))
      remaining[at]! -= given
      waiting[at]! -= given
      daily[day]! += given
    })
  }
  return expired
}

/** As the plan reckons what can be finished: by sessions or weekdays, and booked second doses also where the pace is small. */
function mostOn(scene: Scene, need: Need, day: number): number {
  const pace = day < scene.params.reserveDays ? need.usePace : need.pace
  return pace * (weightedOf(need, day + 1) - weightedOf(need, day))
}

function discard(layers: readonly Layer[], today: number): number {
  let expired = 0
  for (const layer of layers) {
    if (layer.useBy >= today) continue
    expired += layer.doses
    layer.doses = 0
  }
  return expired
}

function pull(from: readonly Layer[], to: Layer[], wish: number): void {
  let left = wish
  for (const layer of from) {
    const doses = Math.min(left, layer.doses)
    if (doses <= 0) continue
    layer.doses -= doses
    left -= doses
    addLayer(to, { useBy: layer.useBy, doses })
  }
}

function use(layers: readonly Layer[], wanted: number): number {
  let left = wanted
  for (const layer of layers) {
    const doses = Math.min(left, layer.doses)
    layer.doses -= doses
    left -= doses
  }
  return wanted - left
}

function finishDay(scene: Scene, daily: Float64Array, wanted: number): LocalDate | null {
  let given = 0
  const day = daily.findIndex((doses) => (given += doses) >= FINISHED_SHARE * wanted - 1e-6)
  return day < 0 ? null : scene.date(scene.today + day)
}

function lowest(scene: Scene, served: { got: Float64Array; need: Float64Array }) {
  const [got, need] = [served.got, served.need].map((rows) => rows.reduce((sum, doses) => sum + doses, 0))
  let [share, wardId]: [number | null, string | null] = [null, null]
  if (need! <= 0 || got! <= 0) return { lowestShare: share, lowestWardId: wardId }
  scene.wards.forEach((ward, index) => {
    if (served.need[index]! <= 0) return
    const own = served.got[index]! / served.need[index]! / (got! / need!)
    if (share === null || own < share) [share, wardId] = [own, ward.wardId]
  })
  return { lowestShare: share === null ? null : hundredth(share), lowestWardId: wardId }
}
