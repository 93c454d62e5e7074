import { addDays } from '#domain/dates.ts'
import type { PlanParams } from '#domain/planner/params.ts'
import type { Plan } from '#domain/planner/plan-types.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { DAYS, SECOND_DOSE_DAYS, VIAL } from './instance.ts'
import type { Order, World } from './world.ts'

/** A Monday. */
const STARTS_ON = '2021-09-06'
const PRODUCT = 'vaccine'
const CENTRE = 'centre'

export type View = { look: (world: World) => PlanningInput; readOrders: (made: Plan) => Order[] }

const dates = Array.from({ length: 3 * DAYS }, (_, day) => addDays(STARTS_ON, day))
const wardId = (ward: number) => `w${ward}`
const lotId = (lot: number) => `l${lot}`
const indexOf = (id: string) => Number(id.slice(1))

/**
 * What a city knows in the morning: entries made so far, books that still hold what is not entered, no fridge count,
 * no planned sessions. Nothing of the future and nothing of what was really given.
 */
export function openView(params: Partial<PlanParams>): View {
  let lastReviewOn: string | null = null
  const entries: PlanningInput['entries'][number][] = []
  let firsts: Int32Array[] = []
  let seconds: Int32Array[] = []
  return {
    look: (world) => {
      const { instance, today } = world
      if (today === 0) {
        firsts = instance.persons.map(() => new Int32Array(DAYS))
        seconds = instance.persons.map(() => new Int32Array(DAYS))
      }
      for (const row of world.entries[today]!) {
        firsts[row.ward]![row.givenDay]! += row.doses - row.seconds
        seconds[row.ward]![row.givenDay]! += row.seconds
        entries.push({
          wardId: wardId(row.ward),
          productId: PRODUCT,
          administeredOn: dates[row.givenDay]!,
          enteredOn: dates[today]!,
          doses: row.doses,
        })
      }
      return {
        ...describeCity(world, firsts),
        asOf: dates[today]!,
        deadlineOn: dates[DAYS]!,
        lastReviewOn,
        params,
        entries,
        ...readBooks(world),
        dueDoses: instance.persons.flatMap((_, ward) => readDue(ward, today, firsts[ward]!, seconds[ward]!)),
        transfers: readTransfers(world),
      }
    },
    readOrders: (made) => {
      if (made.lines.some((line) => line.reasons.includes('surplus'))) lastReviewOn = made.asOf
      return made.lines.map((line) => ({
        from: line.fromWardId === null ? -1 : indexOf(line.fromWardId),
        to: indexOf(line.toWardId),
        lot: indexOf(line.lotId),
        doses: line.doses,
      }))
    },
  }
}

function describeCity({ instance, today }: World, firsts: readonly Int32Array[]) {
  return {
    products: [
      {
        productId: PRODUCT,
        code: PRODUCT,
        name: PRODUCT,
        storageClass: '2-8',
        thawDays: null,
        transportMinutesMax: null,
      },
    ],
    lots: instance.lots.flatMap((lot, at) =>
      lot.arrivesDay > today
        ? []
        : [
            {
              lotId: lotId(at),
              code: lotId(at),
              productId: PRODUCT,
              dosesPerVial: VIAL,
              expiresOn: dates[lot.lastDay]!,
              thawedOn: null,
              transportMinutesUsed: 0,
              status: 'ok' as const,
              excursion: false,
            },
          ],
    ),
    wards: instance.persons.map((persons, ward) => ({
      wardId: wardId(ward),
      code: String(10_000 + ward),
      name: `Phường ${ward}`,
      holderId: wardId(ward),
      targetPersons: persons,
      eligiblePersons: Math.max(0, persons - firsts[ward]!.reduce((total, doses) => total + doses, 0)),
      needAtStartDoses: 2 * persons,
      minStockDays: 0,
      acceptsTransfers: true,
      storage: [{ storageClass: '2-8', freeDoses: null }],
      zone: null,
    })),
    givenBefore: [],
    stockOuts: [],
    sessions: [],
    arrivals: [],
    travel: [],
  }
}

/** Closed vials by the ledger, today and at the end of each day, as now known. */
function readBooks(world: World): Pick<PlanningInput, 'stock' | 'closings'> {
  const { instance, today } = world
  const paper = world.stock.map((shelf) => shelf.slice())
  const unseen = instance.persons.map(() => new Int32Array(DAYS))
  for (let day = today + 1; day < world.entries.length; day++) {
    for (const row of world.entries[day]!) {
      paper[row.ward]![row.lot]! += row.doses
      unseen[row.ward]![row.givenDay]! += row.doses
    }
  }
  const stock = paper.flatMap((shelf, place) => {
    const isCentre = place === instance.persons.length
    return [...shelf].flatMap((doses, lot) =>
      doses === 0
        ? []
        : [
            {
              holderId: isCentre ? CENTRE : wardId(place),
              holderKind: isCentre ? ('centre' as const) : ('ward' as const),
              wardId: isCentre ? null : wardId(place),
              lotId: lotId(lot),
              doses,
              issuedDoses: 0,
              count: null,
            },
          ],
    )
  })
  const closings = instance.persons.flatMap((_, ward) => {
    let hidden = 0
    return Array.from({ length: today }, (_, day) => {
      hidden += unseen[ward]![day]!
      return {
        wardId: wardId(ward),
        productId: PRODUCT,
        on: dates[day]!,
        doses: world.closing[ward]![day]! + hidden,
      }
    })
  })
  return { stock, closings }
}

/** First doses known, 28 days on, less the second doses known; the oldest are served first. */
function readDue(ward: number, today: number, firsts: Int32Array, seconds: Int32Array) {
  let served = seconds.reduce((total, doses) => total + doses, 0)
  const rows: PlanningInput['dueDoses'][number][] = []
  for (let day = 0; day < today; day++) {
    const left = Math.max(0, firsts[day]! - served)
    served = Math.max(0, served - firsts[day]!)
    if (left === 0) continue
    rows.push({
      wardId: wardId(ward),
      productId: PRODUCT,
      dueOn: dates[day + SECOND_DOSE_DAYS]!,
      doses: left,
    })
  }
  return rows
}

function readTransfers({ road, arrived, today }: World): PlanningInput['transfers'] {
  const holder = (from: number) => (from < 0 ? CENTRE : wardId(from))
  const base = (row: Order) => ({
    fromHolderId: holder(row.from),
    toWardId: wardId(row.to),
    lotId: lotId(row.lot),
    doses: row.doses,
    planned: true,
  })
  return [
    ...road.map((row) => ({ ...base(row), state: 'dispatched' as const, on: dates[today - 1]! })),
    ...arrived
      .filter((row) => today - row.day <= 7)
      .map((row) => ({ ...base(row), state: 'received' as const, on: dates[row.day]! })),
  ]
}
