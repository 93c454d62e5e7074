import { addDays } from '#domain/dates.ts'
import { foresee } from '#domain/planner/foresee.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
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
