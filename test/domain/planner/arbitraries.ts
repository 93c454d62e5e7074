import { addDays } from '#domain/dates.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import * as fc from 'fast-check'
import { asOf, lot, product, sketchCity, type WardSketch } from './city.ts'

/** Cities of every kind: late, silent, dry and new wards, odd vials, blocked lots, full fridges, two products. */
export const lotCodes = ['L1', 'L2', 'L3', 'L4']

const stockArb = fc.uniqueArray(
  fc.record({
    lot: fc.constantFrom(...lotCodes),
    doses: fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: -40, max: 60 })),
    countedOn: fc.integer({ min: 0, max: 12 }).map((age) => addDays(asOf, -age)),
  }),
  { selector: (row) => row.lot, maxLength: 4 },
)

export const wardArb: fc.Arbitrary<WardSketch> = fc
  .record({
    daily: fc.integer({ min: 0, max: 150 }),
    days: fc.constantFrom(0, 3, 12, 40),
    delay: fc.integer({ min: 0, max: 6 }),
    quietDays: fc.constantFrom(0, 0, 0, 5),
    dryDays: fc.constantFrom(0, 0, 0, 6),
    stock: stockArb,
    secondDoses: fc.integer({ min: 0, max: 300 }),
    persons: fc.integer({ min: 0, max: 12_000 }),
    acceptsTransfers: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
    freeDoses: fc.constantFrom(null, null, 0, 95, 400),
    zone: fc.constantFrom(null, 'north', 'south'),
  })
  .map(({ acceptsTransfers, freeDoses, zone, ...sketch }) =>
    Object.assign(sketch, {
      name: 'Phường',
      ward: { acceptsTransfers, zone, storage: [{ storageClass: '2-8', freeDoses }] },
    }),
  )

const lotsArb = fc.tuple(
  ...lotCodes.map((code) =>
    fc
      .record({
        days: fc.integer({ min: -3, max: 60 }),
        dosesPerVial: fc.constantFrom(10, 10, 6),
        status: fc.constantFrom('ok', 'ok', 'ok', 'quarantine' as const),
        transportMinutesUsed: fc.constantFrom(0, 0, 690),
      })
      .map(({ days, ...more }) => lot(code, addDays(asOf, days), more)),
  ),
)

export const cityArb: fc.Arbitrary<PlanningInput> = fc
  .record({
    wards: fc.array(wardArb, { minLength: 2, maxLength: 9 }),
    lots: lotsArb,
    centre: fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 4, maxLength: 4 }),
    centreHasStock: fc.boolean(),
    second: fc.array(wardArb, { minLength: 9, maxLength: 9 }),
    reviewedDaysAgo: fc.constantFrom(null, 2, 9),
    limit: fc.constantFrom(null, 720),
  })
  .map(({ wards, lots, centre, centreHasStock, second, reviewedDaysAgo, limit }) => {
    const first = sketchCity(
      wards,
      lots,
      centreHasStock ? lots.map((row, at) => ({ lot: row.code, doses: centre[at]! })) : [],
      {
        lastReviewOn: reviewedDaysAgo === null ? null : addDays(asOf, -reviewedDaysAgo),
        products: [{ ...product, transportMinutesMax: limit }],
      },
    )
    return withSecondProduct(first, sketchCity(second.slice(0, wards.length), lots))
  })

/** The same wards use another product as well. */
function withSecondProduct(first: PlanningInput, other: PlanningInput): PlanningInput {
  const rename = <Row extends { productId: string }>(rows: readonly Row[]): Row[] =>
    rows.map((row) => Object.assign({}, row, { productId: 'p-2' }))
  const lots = rename(other.lots).map((row) =>
    Object.assign(row, { lotId: `b-${row.lotId}`, code: `B${row.code}` }),
  )
  return {
    ...first,
    products: [...first.products, { ...product, productId: 'p-2', code: 'PF', name: 'Pfizer' }],
    lots: [...first.lots, ...lots],
    stock: [...first.stock, ...other.stock.map((row) => Object.assign({}, row, { lotId: `b-${row.lotId}` }))],
    entries: [...first.entries, ...rename(other.entries)],
    closings: [...first.closings, ...rename(other.closings)],
    dueDoses: [...first.dueDoses, ...rename(other.dueDoses)],
  }
}
