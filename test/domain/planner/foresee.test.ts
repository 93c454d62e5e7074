import { addDays } from '#domain/dates.ts'
import { foresee } from '#domain/planner/foresee.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cityArb } from './arbitraries.ts'
import { asOf, lot, product, sketchCity, wardId } from './city.ts'

const effectOf = (input: Parameters<typeof plan>[0]) => foresee(input, plan(input))

test('two wards with enough for all finish at their own pace, the slower one last', () => {
  const ward = (name: string, daily: number, stock: number) => ({
    name,
    daily,
    eligible: 400,
    stock: [{ lot: 'L1', doses: stock }],
  })
  const effect = effectOf(sketchCity([ward('A', 40, 400), ward('B', 20, 400)], [lot('L1', '2022-03-31')]))
  expect(effect).toMatchObject({ givenDoses: 800, unmetDoses: 0, expiredDoses: 0 })
  // 95 % of 800 are given when ward B has given 360 of its 400: on its 18th day, today being the first.
  expect(effect.finishOn).toBe('2021-11-08')
})

test('second doses are given when they are due, and not before, however much lies there', () => {
  const effect = effectOf(
    sketchCity(
      [{ name: 'A', daily: 40, eligible: 0, stock: [{ lot: 'L1', doses: 400 }] }],
      [lot('L1', '2022-03-31')],
      [],
      {
        dueDoses: [{ wardId: wardId(0), productId: product.productId, dueOn: addDays(asOf, 12), doses: 200 }],
      },
    ),
  )
  expect(effect).toMatchObject({ givenDoses: 200, unmetDoses: 0, expiredDoses: 0 })
  // 190 of them take five days, the first of which is the twelfth from now.
  expect(effect.finishOn).toBe(addDays(asOf, 16))
})

describe('a ward with a calendar of sessions', () => {
  const session = (days: number, capacityDoses: number) => ({
    wardId: wardId(0),
    productId: product.productId,
    on: addDays(asOf, days),
    capacityDoses,
  })

  test('gives on its session days and not between them: what the plan sees expire, the what-if loses', () => {
    // Twenty a day over fourteen days are 140 in each of two sessions.
    const input = sketchCity(
      [
        {
          name: 'A',
          daily: 20,
          stock: [
            { lot: 'L1', doses: 60 },
            { lot: 'L2', doses: 300 },
          ],
        },
      ],
      [lot('L1', addDays(asOf, 2)), lot('L2', addDays(asOf, 11))],
      [],
      { sessions: [session(3, 200), session(10, 200)] },
    )
    const made = plan(input)
    expect(made.pace[0]).toMatchObject({ dosesPerDay: 20, expiryRiskDoses: 60 + 20 })
    expect(foresee(input, made)).toMatchObject({ expiredDoses: 60 + 20, givenDoses: 280 })
  })

  test('gives nothing at it to who is due later: then both the plan and the what-if see its lot expire', () => {
    const due = { wardId: wardId(0), productId: product.productId, dueOn: addDays(asOf, 10), doses: 200 }
    const input = sketchCity(
      [{ name: 'A', daily: 20, eligible: 0, stock: [{ lot: 'L1', doses: 200 }] }],
      [lot('L1', addDays(asOf, 5))],
      [],
      { sessions: [session(3, 300)], dueDoses: [due] },
    )
    const made = plan(input)
    expect(made.pace[0]!.expiryRiskDoses).toBe(200)
    expect(foresee(input, made)).toMatchObject({ expiredDoses: 200, givenDoses: 0 })
  })

  test('loses in the what-if what the plan sees expire, whatever its sessions, lots and second doses', () => {
    const arb = fc.record({
      sessions: fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 20, max: 400 })), {
        maxLength: 5,
      }),
      daily: fc.integer({ min: 1, max: 80 }),
      lots: fc.array(fc.tuple(fc.integer({ min: 0, max: 27 }), fc.integer({ min: 0, max: 900 })), {
        minLength: 1,
        maxLength: 4,
      }),
      secondDoses: fc.constantFrom(0, 0, 150, 300),
    })
    let seen = 0
    fc.assert(
      fc.property(arb, ({ sessions, daily, lots, secondDoses }) => {
        // The pace of booked second doses is the ward's for the days for which they are reserved.
        const lastDay = secondDoses > 0 ? 6 : 27
        const input = sketchCity(
          [{ name: 'A', daily, secondDoses, stock: lots.map(([, doses], at) => ({ lot: `L${at}`, doses })) }],
          lots.map(([days], at) => lot(`L${at}`, addDays(asOf, Math.min(days, lastDay)))),
          [],
          { sessions: sessions.map(([days, doses]) => session(days, doses)) },
        )
        const made = plan(input)
        const { expiredDoses } = foresee(input, made)
        expect(Math.abs(expiredDoses - made.pace[0]!.expiryRiskDoses)).toBeLessThanOrEqual(1)
        if (expiredDoses > 0 && sessions.length > 0) seen++
      }),
      { numRuns: 300, seed: 6616 },
    )
    expect(seen).toBeGreaterThan(50)
  })
})

test('what expires is told as waste, and who got least for its need is named', () => {
  const effect = effectOf(
    sketchCity(
      [
        { name: 'A', daily: 20, days: 14, stock: [{ lot: 'L1', doses: 200 }] },
        { name: 'B', daily: 20, days: 14, persons: 40_000 },
      ],
      [lot('L1', asOf)],
    ),
  )
  expect(effect).toMatchObject({ expiredDoses: 180, finishOn: null, lowestWardId: wardId(1) })
})

test('never more doses are given or lost than there are, and never a number that is none', () => {
  fc.assert(
    fc.property(cityArb, (input) => {
      const effect = effectOf(input)
      const there = input.stock.reduce((sum, row) => sum + Math.max(0, row.doses), 0)
      expect(effect.givenDoses + effect.expiredDoses).toBeLessThanOrEqual(there + input.stock.length)
      for (const value of [effect.givenDoses, effect.unmetDoses, effect.expiredDoses]) {
        expect(value).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 60, seed: 6616 },
  )
})
