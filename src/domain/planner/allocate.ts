import { handOut, type Wanted, type Water } from './hand-out.ts'
import {
  byNeed,
  compareNumbers,
  doubtOf,
  isLastChance,
  lotRoom,
  receiverBar,
  type FreeRoom,
  type Move,
} from './moves.ts'
import { givenWithin, type Demand } from './demand.ts'
import { isUrgent } from './keep.ts'
import {
  daysOf,
  demandAt,
  setFloorGaps,
  usableStock,
  wantedWithin,
  type Need,
  type ProductNeeds,
} from './need.ts'
import { RANGE } from './pace.ts'
import type { Rule } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { wholeVials, type Unit } from './stock-lots.ts'

/**
 * Centre → wards. Each lot, first to expire first, is poured like water: first the second doses of the next
 * days, then the fairness floor, then equal days of stock up to D; a ward takes of a lot only what it can
 * finish. The sums are cut in whole vials by largest remainder and the lots handed out to the ward with the
 * fewest days of stock.
 */
export function allocateFromCentre(
  scene: Scene,
  group: ProductNeeds,
  given: Int32Array,
  free: FreeRoom,
): { moves: Move[]; filledToDays: number | null } {
  const storageClass = scene.products[group.product]!.storageClass
  const needs = group.needs.filter((need) => need !== null)
  const open = needs.filter(
    (need) => need.given === 0 && receiverBar(need, storageClass) === null && !mayGiveExpiring(scene, need),
  )
  const units = group.centre.filter((unit) => unit.doses >= unit.lot.dosesPerVial)
  const vial = Math.max(1, ...units.map((unit) => unit.lot.dosesPerVial))
  const cups = open.map((need) => buildCup(scene, need, vial, free.of(need, storageClass)))
  // First without the floor, to learn how much the wards can use; then, where one is not reached, with it.
  const waters = readWaters(units)
  const roomOf = rememberRooms(scene, cups, waters)
  let level = pour(scene, cups, waters, roomOf)
  const shippable = cups.reduce((sum, cup) => sum + cup.filled, 0)
  setFloorGaps(scene, given, needs, shippable)
  for (const cup of cups) cup.floor = Math.max(0, Math.min(cup.need.floorGap, cup.brim))
  if (cups.some((cup) => cup.floor > 0)) {
    for (const cup of cups) [cup.filled, cup.counted, cup.after] = [0, 0, []]
    level = pour(scene, cups, waters, roomOf)
  }
  const wanted = roundToVials(scene, cups, vial)
  const moves = handOut(scene, waters, wanted, free, level < topUpDays(scene) - 1e-6)
  return { moves, filledToDays: moves.length > 0 ? level : null }
}

/** D, never below lead + 4: with less a late delivery leaves the ward dry. */
export function topUpDays(scene: Scene): number {
  return Math.max(scene.params.topUpDays, scene.params.leadDays + 4)
}

/** Has vaccine that it cannot finish, and enough besides: it may give, so it does not receive. */
export function mayGiveExpiring(scene: Scene, need: Need): boolean {
  const vial = need.units[0]?.lot.dosesPerVial ?? 1
  return (
    need.expiryRisk >= scene.params.minLineVials * vial &&
    need.coolDownUntil === null &&
    !isUrgent(scene, need)
  )
}

/** How much more one ward can take, in doses: three marks that are reached one after the other. */
type Cup = {
  need: Need
  second: number
  floor: number
  /** Mark of D days of stock. */
  brim: number
  stock: number
  demand: Demand
  /** D. */
  fullDays: number
  /** Doses in a vial. */
  vial: number
  /** More than this does not fit the fridge. */
  most: number
  filled: number
  /** … of which so many can be finished at the ward's own pace: the rest is no stock. */
  counted: number
  /** Doses in the cup after each water. */
  after: number[]
}

function buildCup(scene: Scene, need: Need, vial: number, freeDoses: number): Cup {
  const stock = usableStock(need)
  const fullDays = topUpDays(scene)
  const secondDoses = Math.min(need.secondDosesUsable, need.remaining)
  const useful = Math.max(wantedWithin(need, Math.max(fullDays, scene.params.floorDays)), secondDoses)
  const whole = (doses: number) => Math.ceil(doses / vial - 1e-9) * vial
  return {
    need,
    second: whole(Math.max(0, secondDoses - stock)),
    floor: 0,
    brim: Math.max(0, useful - stock),
    stock,
    demand: demandAt(need, need.pace),
    fullDays,
    vial,
    most: Number.isFinite(freeDoses) ? wholeVials(freeDoses, vial) : Infinity,
    filled: 0,
    counted: 0,
    after: [],
  }
}

/** Doses in the cup at level t: 0–1 second doses, 1–2 floor, 2–3 days of stock from 0 to D, 3–4 from D to three times D. */
function markAt(cup: Cup, level: number): number {
  const second = cup.second * Math.min(1, level)
  const floor = level > 1 ? Math.max(0, cup.floor - cup.second) * Math.min(1, level - 1) : 0
  const filled = level > FULL ? 1 + 2 * (level - FULL) : level - 2
  const wanted = level > 2 ? givenWithin(cup.demand, filled * cup.fullDays) : 0
  const days = Math.min(wanted, cup.need.remaining) - cup.stock
  return Math.min(cup.most, Math.max(second + floor, days))
}

/** Doses of a water that a ward can finish, itself and what lies there already: if it is faster than it seems, and surely. */
type Room = { full: number; sure: number }
type RoomOf = (water: number, cup: number) => Room
/** A cup that takes of a water, and for how much it has room. */
type Drink = { cup: Cup; room: number; sure: number }

/** Measured when it is asked for: most cups are full before the last water comes. */
function rememberRooms(scene: Scene, cups: readonly Cup[], waters: readonly Water[]): RoomOf {
  const known = waters.map((): Room[] => [])
  const measure = (water: number, cup: number): Room => {
    const { lot } = waters[water]![0]
    const { need, vial } = cups[cup]!
    const full = wholeVials(lotRoom(scene, need, lot, null), vial)
    const isSure = full === 0 || doubtOf(scene, lot) <= RANGE
    return { full, sure: isSure ? full : lotRoom(scene, need, lot, null, need.layers, false) }
  }
  return (water, cup) => (known[water]![cup] ??= measure(water, cup))
}

/** Lots with the same last day of use and the same road behind them are one water. */
function readWaters(units: readonly Unit[]): Water[] {
  const waters: Water[] = []
  for (const unit of units) {
    const last = waters.at(-1)
    if (last !== undefined && isSameWater(unit, last[0].lot)) last.push(unit)
    else waters.push([unit])
  }
  return waters
}

/** Returns the days of stock to which the wards were filled. */
function pour(scene: Scene, cups: readonly Cup[], waters: readonly Water[], roomOf: RoomOf): number {
  let reached = 0
  for (const [at, water] of waters.entries()) {
    const { lot } = water[0]
    const amount = sum(water.map((unit) => wholeVials(unit.doses, unit.lot.dosesPerVial)))
    const top = isLastChance(scene, lot) ? PUSHED : FULL
    const thirsty: Drink[] = []
    cups.forEach((cup, index) => {
      if (markAt(cup, top) <= cup.counted) return
      const { full, sure } = roomOf(at, index)
      const room = Math.min(full, cup.most) - cup.filled
      if (room > 0) thirsty.push({ cup, room, sure })
    })
    const level = levelFor(thirsty, amount, top)
    for (const drink of thirsty) {
      const { cup, sure } = drink
      const added = addedAt(drink, level)
      cup.filled += added
      cup.counted += Math.min(added, Math.max(0, sure - cup.counted))
    }
    for (const cup of cups) cup.after.push(cup.filled)
    reached = Math.max(reached, level)
  }
  return Math.min(1, Math.max(0, reached - 2)) * topUpDays(scene)
}

const FULL = 3
const PUSHED = 4

/** Doses to which a level is known: far below what rounding to vials forgives. */
const LEVEL_DOSES = 1e-7

/**
 * The highest level for which the amount is enough. What is wanted is made of straight pieces, so that a straight line
 * between both ends soon hits it. An end that stays where it is counts half, so that the other comes to it (Illinois);
 * every fourth turn halves, which keeps the ends coming together whatever the pieces.
 */
function levelFor(thirsty: readonly Drink[], amount: number, top: number): number {
  let over = wantedAt(thirsty, top) - amount
  if (over <= 0) return top
  let [low, high] = [0, top]
  let under = amount - wantedAt(thirsty, low)
  let before = 0
  for (let turn = 0; turn < 60; turn++) {
    const share = turn % 4 === 3 ? 0.5 : under / (under + over)
    const level = low + (high - low) * share
    const missing = wantedAt(thirsty, level) - amount
    if (Math.abs(missing) <= LEVEL_DOSES) return level
    if (missing > 0) {
      high = level
      over = missing
      if (before > 0) under /= 2
    } else {
      low = level
      under = -missing
      if (before < 0) over /= 2
    }
    before = missing
  }
  return low
}

function wantedAt(thirsty: readonly Drink[], level: number): number {
  let doses = 0
  for (const drink of thirsty) doses += addedAt(drink, level)
  return doses
}

function addedAt({ cup, room }: Drink, level: number): number {
  return Math.min(room, Math.max(0, markAt(cup, level) - cup.counted))
}

function isSameWater(unit: Unit, lot: Unit['lot']): boolean {
  return unit.lot.useBy === lot.useBy && unit.lot.transportMinutesUsed === lot.transportMinutesUsed
}

function sum(doses: readonly number[]): number {
  let total = 0
  for (const count of doses) total += count
  return total
}

/**
 * Largest remainder: whole vials first, then one extra vial to those who miss most of one. Less than the
 * smallest line waits for another day, unless the ward is nearly dry.
 */
function roundToVials(scene: Scene, cups: readonly Cup[], vial: number): Wanted[] {
  const taken = cups.filter(
    (cup) =>
      cup.filled >= scene.params.minLineVials * vial - 1e-6 ||
      (cup.filled > 0 && (cup.second > 0 || daysOf(cup.need) < scene.params.receiverBelowDays)),
  )
  const wanted = taken.map((cup): Wanted => {
    const after = cup.after.map((doses) => wholeVials(doses, vial))
    return { need: cup.need, after, whole: after.at(-1)!, extra: 0, rules: rulesOf(cup) }
  })
  const remainder = taken.map((cup, at) => Math.max(0, cup.filled - wanted[at]!.whole))
  const compare = byNeed(scene, null)
  const order = taken
    .map((_, at) => at)
    .sort((a, b) => compareNumbers(remainder[b]!, remainder[a]!) || compare(taken[a]!.need, taken[b]!.need))
  const extras = Math.floor(sum(remainder) / vial + 1e-6)
  for (const at of order.slice(0, extras)) wanted[at]!.extra = vial
  return wanted
}

/** Which mark decided how much: the first is the rule of the line. */
function rulesOf(cup: Cup): Rule[] {
  const rules: Rule[] = []
  if (cup.second > 0) rules.push('second-doses')
  if (cup.floor > 0 && cup.filled <= Math.max(cup.floor, cup.second) + 1e-6) rules.push('floor')
  return rules.length > 0 ? rules : ['top-up']
}
