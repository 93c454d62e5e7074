import { addDays } from '#domain/dates.ts'
import type { PaceRow, Plan } from '#domain/planner/plan-types.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOf, lot, product, sketchCity, wardId, type WardSketch } from './city.ts'
import { giveOut } from './give-out.ts'

const longLot = lot('FK0200', '2022-03-31')
const reviewed = { lastReviewOn: addDays(asOf, -1) }
const due = (at: number, days: number, doses: number) => ({
  wardId: wardId(at),
  productId: product.productId,
  dueOn: addDays(asOf, days),
  doses,
})
const sent = (made: Plan) =>
  made.lines.map((line) => [line.rule, line.fromWardId, line.toWardId, line.lotId, line.doses])
const offers = (made: Plan) => made.advice.filter((row) => row.kind === 'offer')

describe('a lot that expires before second doses are due', () => {
  const fast: WardSketch = { name: 'Vỹ Dạ', daily: 75 }
  const lots = [lot('GA01', addDays(asOf, 2)), longLot]

  test('is not kept for them: the neighbour gets it, the province is offered nothing, and the line says so', () => {
    const made = plan(
      sketchCity(
        [{ name: 'An Cựu', daily: 20, stock: [{ lot: 'GA01', doses: 250 }] }, fast],
        lots,
        [],
        // At 25 a day 75 are given in three days; Vỹ Dạ gives 150 from tomorrow on.
        { ...reviewed, dueDoses: [due(0, 5, 175)] },
      ),
    )
    expect(sent(made)).toEqual([['expiry', wardId(0), wardId(1), 'lot-GA01', 150]])
    expect(offers(made)).toEqual([])
    expect(made.lines[0]!.text.vi).toContain(
      'Đến 28/10 đã hẹn 175 mũi 2 và còn 100 liều ở lại: số liều chuyển đi sẽ hết hạn trước khi đến lượt, phần thiếu cần lô khác.',
    )
  })

  test('goes whole from where nobody comes before its last day; the lot that lasts stays for them', () => {
    const stock = [
      { lot: 'GA01', doses: 120 },
      { lot: 'FK0200', doses: 100 },
    ]
    const made = plan(
      sketchCity([{ name: 'An Cựu', daily: 20, eligible: 0, stock }, fast], lots, [], {
        ...reviewed,
        dueDoses: [due(0, 5, 150)],
      }),
    )
    expect(sent(made)).toEqual([['expiry', wardId(0), wardId(1), 'lot-GA01', 120]])
  })

  test('stays as far as a session before its last day has called people for it', () => {
    const session = (days: number, capacityDoses: number) => ({
      wardId: wardId(0),
      productId: product.productId,
      on: addDays(asOf, days),
      capacityDoses,
    })
    const stock = [
      { lot: 'GA01', doses: 200 },
      { lot: 'FK0200', doses: 60 },
    ]
    const planFor = (first: number) =>
      plan(
        sketchCity(
          [
            { name: 'An Cựu', daily: 5, stock },
            { name: 'Vỹ Dạ', daily: 19 },
          ],
          lots,
          [],
          {
            ...reviewed,
            dueDoses: [due(0, first, 150), due(0, 5, 60)],
            sessions: [session(first, 150), session(5, 60), { ...session(1, 900), wardId: wardId(1) }],
          },
        ),
      )
    // By its pace the ward finishes half of it; 150 are called to its session, and the lot that lasts is for the next one.
    expect(sent(planFor(2))).toEqual([['expiry', wardId(0), wardId(1), 'lot-GA01', 50]])
    expect(sent(planFor(3))).toEqual([['expiry', wardId(0), wardId(1), 'lot-GA01', 200]])
  })
})

describe('a ward that lacks vaccine and holds some that it cannot finish', () => {
  const dying = lot('GA01', addDays(asOf, 1))
  const slow = (doses: number, lasting = 0): WardSketch => ({
    name: 'An Cựu',
    daily: 20,
    stock: [
      { lot: 'GA01', doses },
      { lot: 'FK0200', doses: lasting },
    ],
  })

  test('keeps all that it gives before the last day', () => {
    const made = plan(sketchCity([slow(100), { name: 'Vỹ Dạ', daily: 80 }], [dying, longLot], [], reviewed))
    // 20 today and 20 tomorrow.
    expect(sent(made)).toEqual([['expiry', wardId(0), wardId(1), 'lot-GA01', 60]])
  })

  test('does not give what lasts as if what dies today were stock', () => {
    const city = (days: number) =>
      plan(
        sketchCity(
          [slow(500, 50), { name: 'Vỹ Dạ', daily: 80 }],
          [lot('GA01', addDays(asOf, days)), longLot],
        ),
      )
    // 550 doses look like 27 days; 20 of today and 50 that last are three and a half.
    expect(city(0).pace[0]).toMatchObject({ stockDoses: 550, daysOfStock: 3.5 })
    expect(sent(city(0))).toEqual([])
    expect(sent(city(90)).length).toBeGreaterThan(0)
  })

  test('is sent what it needs however much dies tomorrow, where nobody can take that', () => {
    const full = { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 1200 }] }
    const made = plan(
      sketchCity([slow(500), full], [dying, longLot], [{ lot: 'FK0200', doses: 5000 }], reviewed),
    )
    // 40 of the 500 are used: by the floor 240 of two weeks are missing.
    expect(sent(made)).toEqual([['floor', null, wardId(0), 'lot-FK0200', 240]])
    expect(offers(made).map((row) => [row.wardId, row.lotId])).toEqual([[wardId(0), 'lot-GA01']])
  })

  test('is sent nothing more where it has enough for all second doses that it can give, and some to spare', () => {
    const stock = [{ lot: 'GA01', doses: 300 }]
    const full = { name: 'Vỹ Dạ', daily: 80, stock: [{ lot: 'FK0200', doses: 1200 }] }
    const made = plan(
      sketchCity(
        [{ name: 'An Cựu', daily: 20, secondDoses: 450, stock }, full],
        [lot('GA01', addDays(asOf, 9)), longLot],
        [{ lot: 'FK0200', doses: 5000 }],
        reviewed,
      ),
    )
    // 450 are booked, but at 25 a day 175 can be given in seven days and 250 before the lot expires: 50 are too many.
    expect(sent(made)).toEqual([])
    expect(made.pace[0]!.expiryRiskDoses).toBe(50)
  })
})

describe('whoever gives', () => {
  const lots = [0, 1, 2, 4, 8].map((days) => lot(`D${days}`, addDays(asOf, days)))
  const stockArb = fc.record({
    D0: fc.constantFrom(0, 0, 300, 700),
    D1: fc.constantFrom(0, 60, 150, 400),
    D2: fc.constantFrom(0, 0, 90, 400),
    D4: fc.constantFrom(0, 0, 120, 500),
    D8: fc.constantFrom(0, 0, 0, 300),
    FK0200: fc.constantFrom(0, 0, 50, 200),
  })
  const wardArb = fc
    .record({
      daily: fc.integer({ min: 5, max: 120 }),
      eligible: fc.constantFrom(0, 60, 4000),
      secondDoses: fc.constantFrom(0, 0, 90, 400),
      stock: fc.option(stockArb, { nil: {} }),
    })
    .map(({ stock, ...sketch }): WardSketch => ({
      ...sketch,
      name: 'Phường',
      stock: Object.entries(stock).map(([code, doses]) => ({ lot: code, doses })),
    }))
  const cityArb = fc
    .record({
      wards: fc.array(wardArb, { minLength: 2, maxLength: 5 }),
      centre: fc.constantFrom(0, 0, 300, 3000),
      reviewedDaysAgo: fc.constantFrom(2, 9),
    })
    .map(({ wards, centre, reviewedDaysAgo }) =>
      sketchCity(wards, [...lots, longLot], centre === 0 ? [] : [{ lot: 'FK0200', doses: centre }], {
        lastReviewOn: addDays(asOf, -reviewedDaysAgo),
      }),
    )

  test('and lacks vaccine for the coming days itself gives nothing that it could give to people in time', () => {
    let seen = 0
    fc.assert(
      fc.property(cityArb, (input) => {
        const made = plan(input)
        made.pace.forEach((row) => {
          const gone = made.lines.filter((line) => line.fromWardId === row.wardId)
          if (gone.length === 0 || !lacksVaccine(row)) return
          seen++
          const days = { pace: row.dosesPerDay, weekdays: made.city[0]!.weekdayFactors }
          const before = giveOut(input, row, [], days)
          // Paces and weekdays are told to a tenth and a hundredth.
          expect(giveOut(input, row, gone, days)).toBeGreaterThanOrEqual(before * 0.99 - 2)
        })
      }),
      { numRuns: 600, seed: 6616 },
    )
    expect(seen).toBeGreaterThan(50)
  })
})

/** Less than four days that can be used, or not all second doses that it can give in a week. */
function lacksVaccine(row: PaceRow): boolean {
  const usable = row.stockDoses + row.inTransitDoses - row.spoilingDoses
  return row.daysOfStock! < 4 || usable < Math.min(row.secondDosesDue, Math.floor(7 * row.dosesPerDay))
}
