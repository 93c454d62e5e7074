import { DAYS, SECOND_DOSE_DAYS, sum, VIAL, type Instance } from './instance.ts'
import { seededRandom } from './random.ts'

/** `from` −1 is the centre. A policy orders; what is not really there is not sent. */
export type Order = { from: number; to: number; lot: number; doses: number }

/** What has happened so far. Policies see it only through `Seen`. */
export type World = {
  instance: Instance
  today: number
  /** Closed vials as they truly are; [place][lot], the centre after the wards. */
  stock: Int32Array[]
  /** Doses by day entered: [enteredDay] → rows. */
  entries: Entry[][]
  first: Int32Array[]
  second: Int32Array[]
  used: Int32Array[]
  /** What is left at the end of each day; [ward][day]. */
  closing: Int32Array[]
  road: Shipment[]
  /** Sent between wards and arrived, with the day of arrival. */
  arrived: { to: number; lot: number; doses: number; day: number; from: number }[]
  /** Doses received from the centre or at the start; [ward]. */
  allocated: Int32Array
}

export type Entry = { ward: number; lot: number; givenDay: number; doses: number; seconds: number }
type Shipment = Order & { arrivesDay: number; isLost: boolean }

export type Policy = (world: World) => Order[]

export type Result = {
  doses: number
  doseDays: number
  expiredShare: number
  /** Ward-to-ward lines sent. */
  moves: number
  /** Doses ordered of what was not there, as a share of the supply. */
  missingShare: number
  /** Doses per person of the lowest ward, as a share of the city's. */
  worstShare: number
  /** Doses per person of the wards under the shock, as a share of the city's. */
  affectedShare: number
}

const LEAD_DAYS = 1
/** Share of ward-to-ward shipments that never arrive fit for use. */
const LOSS = 0.028

export function simulate(instance: Instance, policy: Policy): Result {
  const world = openWorld(instance)
  const random = seededRandom(instance.seed ^ 0x5eed)
  let [moves, missing, expired] = [0, 0, 0]
  for (let day = 0; day < DAYS; day++) {
    world.today = day
    receive(world)
    for (const order of policy(world)) {
      const shelf = world.stock[placeOf(world, order.from)]!
      const there = Math.floor(shelf[order.lot]! / VIAL) * VIAL
      const doses = Math.min(order.doses, there)
      missing += order.doses - doses
      if (doses <= 0) continue
      shelf[order.lot]! -= doses
      if (order.from >= 0) moves++
      const isLost = order.from >= 0 && random.next() < LOSS
      world.road.push({ ...order, doses, arrivesDay: day + LEAD_DAYS, isLost })
    }
    instance.persons.forEach((_, ward) => vaccinate(world, ward))
    expired += discard(world)
  }
  return summarise(world, { moves, missing, expired })
}

function openWorld(instance: Instance): World {
  const { persons, lots } = instance
  const grid = () => persons.map(() => new Int32Array(DAYS))
  const world: World = {
    instance,
    today: 0,
    stock: [...persons, 0].map(() => new Int32Array(lots.length)),
    entries: Array.from({ length: 2 * DAYS }, () => []),
    first: grid(),
    second: grid(),
    used: grid(),
    closing: grid(),
    road: [],
    arrived: [],
    allocated: new Int32Array(persons.length),
  }
  lots.forEach((lot, at) => {
    if (!lot.atWards) return
    shareOut(persons, lot.size).forEach((doses, ward) => {
      world.stock[ward]![at] = doses
      world.allocated[ward]! += doses
    })
  })
  return world
}

export function placeOf({ instance }: World, place: number): number {
  return place < 0 ? instance.persons.length : place
}

/** Whole vials by largest remainder. */
export function shareOut(weights: readonly number[], doses: number): number[] {
  const total = sum(weights)
  const vials = Math.floor(doses / VIAL)
  const exact = weights.map((weight) => (total > 0 ? (vials * weight) / total : 0))
  const whole = exact.map(Math.floor)
  const order = exact
    .map((_, at) => at)
    .sort((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!) || a - b)
  for (const at of order.slice(0, vials - sum(whole))) whole[at]!++
  return whole.map((count) => count * VIAL)
}

function receive(world: World): void {
  const { instance, today } = world
  const arriving = world.road.filter((shipment) => shipment.arrivesDay <= today)
  world.road = world.road.filter((shipment) => shipment.arrivesDay > today)
  for (const { from, to, lot, doses, isLost } of arriving) {
    if (isLost) continue
    world.stock[to]![lot]! += doses
    if (from < 0) world.allocated[to]! += doses
    world.arrived.push({ from, to, lot, doses, day: today })
  }
  instance.lots.forEach((lot, at) => {
    if (!lot.atWards && lot.arrivesDay === today) world.stock[instance.persons.length]![at]! += lot.size
  })
}

/** Second doses first; the lot that expires first, first. */
function vaccinate(world: World, ward: number): void {
  const { instance, today } = world
  const shelf = world.stock[ward]!
  const [first, second] = [world.first[ward]!, world.second[ward]!]
  const dueBy = sum(first.subarray(0, Math.max(0, today - SECOND_DOSE_DAYS + 1)))
  const waiting = instance.persons[ward]! - sum(first.subarray(0, today))
  const most = Math.min(instance.potential[ward]![today]!, sum(shelf))
  const seconds = Math.min(most, Math.max(0, dueBy - sum(second.subarray(0, today))))
  const firsts = Math.min(most - seconds, waiting)
  second[today] = seconds
  first[today] = firsts
  world.used[ward]![today] = seconds + firsts
  const byLot: { lot: number; doses: number }[] = []
  let left = seconds + firsts
  for (const lot of lotsByLastDay(instance)) {
    const doses = Math.min(left, shelf[lot]!)
    if (doses <= 0) continue
    shelf[lot]! -= doses
    left -= doses
    byLot.push({ lot, doses })
  }
  enter(world, ward, byLot, seconds)
}

const orders = new WeakMap<Instance, readonly number[]>()
export function lotsByLastDay(instance: Instance): readonly number[] {
  const known = orders.get(instance)
  if (known !== undefined) return known
  const order = instance.lots
    .map((_, at) => at)
    .sort((a, b) => instance.lots[a]!.lastDay - instance.lots[b]!.lastDay || a - b)
  orders.set(instance, order)
  return order
}

/** A day's doses become known as the ward's people enter them: a part after each night, second doses first. */
function enter(world: World, ward: number, byLot: { lot: number; doses: number }[], seconds: number): void {
  const { today, instance } = world
  const curve = instance.entered[ward]![today]!
  const given = sum(byLot.map((row) => row.doses))
  let [known, at] = [0, 0]
  for (let lag = 0; lag < curve.length && known < given; lag++) {
    const day = world.entries[Math.min(today + lag, world.entries.length - 1)]!
    let fresh = Math.round(curve[lag]! * given) - known
    while (fresh > 0) {
      const row = byLot[at]!
      const doses = Math.min(fresh, row.doses)
      const ofSecond = Math.min(doses, Math.max(0, seconds - known))
      day.push({ ward, lot: row.lot, givenDay: today, doses, seconds: ofSecond })
      row.doses -= doses
      known += doses
      fresh -= doses
      if (row.doses === 0) at++
    }
  }
}

function discard({ instance, stock, today, closing }: World): number {
  let expired = 0
  stock.forEach((shelf, place) => {
    instance.lots.forEach((lot, at) => {
      if (lot.lastDay > today || lot.arrivesDay > today) return
      expired += shelf[at]!
      shelf[at] = 0
    })
    if (place < instance.persons.length) closing[place]![today] = sum(shelf)
  })
  return expired
}

function summarise(world: World, counts: { moves: number; missing: number; expired: number }): Result {
  const { persons, lots, affected } = world.instance
  const given = world.used.map((days) => sum(days))
  const supply = sum(lots.map((lot) => lot.size))
  const perPerson = sum(given) / sum(persons)
  const some = [...affected]
  const ofAffected = sum(some.map((ward) => given[ward]!)) / sum(some.map((ward) => persons[ward]!))
  return {
    doses: sum(given),
    doseDays: sum(
      world.used.map((days) => days.reduce((total, doses, day) => total + doses * (DAYS - day), 0)),
    ),
    expiredShare: counts.expired / supply,
    moves: counts.moves,
    missingShare: counts.missing / supply,
    worstShare: Math.min(...given.map((doses, ward) => doses / persons[ward]! / perPerson)),
    affectedShare: ofAffected / perPerson,
  }
}
