import { addDays } from '#domain/dates.ts'
import { DEMAND_DAYS, demandOf, givenWithin } from '#domain/planner/demand.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOf, leftOutCode, lot, product, sketchCity, wardId } from './city.ts'

describe('a ward that has few people left for now', () => {
  const lots = [lot('FK0200', '2022-03-31'), lot('FK0112', addDays(asOf, 8))]
  const due = (at: number, days: number, doses: number) => ({
    wardId: wardId(at),
    productId: product.productId,
    dueOn: addDays(asOf, days),
    doses,
  })

  test('is filled for them and not for days on which nobody is due, and the line says so', () => {
    const made = plan(
      sketchCity(
        [
          { name: 'Kim Long', daily: 100, eligible: 150 },
          { name: 'Vỹ Dạ', daily: 100 },
        ],
        lots,
        [{ lot: 'FK0200', doses: 5000 }],
        { dueDoses: [due(0, 15, 3000)] },
      ),
    )
    const got = made.lines.map((line) => [line.toWardId, line.doses])
    expect(got).toEqual([
      [wardId(1), 1000],
      [wardId(0), 150],
    ])
    const text = made.lines.find((line) => line.toWardId === wardId(0))!.text
    expect(text.vi).toContain('Trong 10 ngày tới, chỉ có người đến lượt cho khoảng 150 liều tại Kim Long.')
    expect(text.en).toContain('need only about 150 doses at Kim Long')
    expect(made.lines.find((line) => line.toWardId === wardId(1))!.text.vi).not.toContain('đến lượt cho')
  })

  test('takes of a lot only what people come for before its last day', () => {
    const made = plan(
      sketchCity(
        [
          { name: 'Kim Long', daily: 100, eligible: 60 },
          { name: 'Vỹ Dạ', daily: 100 },
        ],
        lots,
        [{ lot: 'FK0112', doses: 2000 }],
        { dueDoses: [due(0, 12, 3000)] },
      ),
    )
    expect(made.lines.find((line) => line.toWardId === wardId(0))!.doses).toBeLessThanOrEqual(60)
    expect(made.lines.find((line) => line.toWardId === wardId(1))!.doses).toBeGreaterThanOrEqual(800)
  })

  test('gives away what would lie there past its last day, and is told why it gets nothing', () => {
    const city = (stock: number) =>
      plan(
        sketchCity(
          [
            { name: 'Kim Long', daily: 100, eligible: 40, stock: [{ lot: 'FK0112', doses: stock }] },
            { name: 'Vỹ Dạ', daily: 100 },
          ],
          lots,
          [{ lot: 'FK0200', doses: 5000 }],
          { dueDoses: [due(0, 12, 3000)] },
        ),
      )
    expect(city(400).lines[0]).toMatchObject({
      rule: 'expiry',
      fromWardId: wardId(0),
      toWardId: wardId(1),
      doses: 360,
    })
    const enough = city(50)
    expect(leftOutCode(enough, 0)).toBe('enough')
    expect(enough.leftOut[0]!.text.vi).toBe(
      'Kim Long còn 50 liều; trong 10 ngày tới chỉ có người đến lượt cho khoảng 40 liều.',
    )
  })
})

test('what can be given never passes the pace or the people whose turn has come, and never falls with time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2000 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: DEMAND_DAYS, maxLength: DEMAND_DAYS }),
      fc.double({ min: 0, max: 150, noNaN: true }),
      fc.double({ min: 0, max: 90, noNaN: true }),
      (now, doses, pace, days) => {
        const demand = demandOf({ now, due: doses }, pace)
        const given = givenWithin(demand, days)
        const turns = now + doses.slice(0, Math.ceil(days)).reduce((sum, count) => sum + count, 0)
        expect(given).toBeLessThanOrEqual(Math.min(pace * days, turns) + 1e-6)
        expect(givenWithin(demand, days + 0.5)).toBeGreaterThanOrEqual(given - 1e-6)
        // Whoever waits today is served as fast as the ward can.
        expect(given).toBeGreaterThanOrEqual(Math.min(pace * days, now) - 1e-6)
      },
    ),
    { numRuns: 300, seed: 6616 },
  )
})
