import { addDays } from '#domain/dates.ts'
import { judgeOutcome, type Known } from '#domain/planner/outcome.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOf, lot, product, sketchCity, wardId } from './city.ts'

const { productId } = product
const made = plan(
  sketchCity(
    [
      { name: 'Chậm', daily: 5, stock: [{ lot: 'L1', doses: 900 }] },
      { name: 'Nhanh', daily: 40, stock: [{ lot: 'L1', doses: 20 }] },
    ],
    [lot('L1', addDays(asOf, 200))],
  ),
)
const line = made.lines.find((row) => row.fromWardId === wardId(0) && row.toWardId === wardId(1))!
const carried = { line, sentOn: asOf, receivedOn: addDays(asOf, 1), receivedDoses: line.doses }
const after = addDays(asOf, 30)
const nothing: Known = { entries: [], closings: [], stockOuts: [] }

test('a donor whose fridge ran low within the days missed it; days before and after do not count', () => {
  const closing = (age: number, doses: number) => ({
    wardId: wardId(0),
    productId,
    on: addDays(asOf, age),
    doses,
  })
  const judge = (known: Partial<Known>) => judgeOutcome(carried, { ...nothing, ...known }, 10, after)
  expect(judge({ closings: [closing(-1, 0), closing(3, 500), closing(11, 0)] })).toMatchObject({
    donorDryDays: 0,
    donor: 'not-missed',
  })
  const stockOuts = [{ wardId: wardId(0), productId, on: addDays(asOf, 4) }]
  expect(judge({ closings: [closing(3, 10), closing(4, 0)], stockOuts })).toMatchObject({
    donorDryDays: 2,
    donor: 'missed',
  })
})

test('never more is used than was received, and what is given later changes nothing', () => {
  const givenArb = fc.array(fc.record({ age: fc.integer({ min: 0, max: 20 }), doses: fc.nat({ max: 400 }) }))
  fc.assert(
    fc.property(givenArb, fc.integer({ min: 1, max: 30 }), (given, age) => {
      const entries = given.map((row) => ({
        wardId: wardId(1),
        productId,
        administeredOn: addDays(asOf, row.age),
        enteredOn: addDays(asOf, row.age),
        doses: row.doses,
      }))
      const outcome = judgeOutcome(carried, { ...nothing, entries }, 10, addDays(asOf, age))
      expect(outcome.usedDoses).toBeLessThanOrEqual(line.doses)
      expect(outcome.usedDoses).toBeLessThanOrEqual(outcome.givenDoses)
      expect(outcome.receiver === 'open').toBe(age <= 10 && outcome.usedDoses < 0.9 * line.doses)
      const within = entries.filter((row) => row.administeredOn <= outcome.toOn)
      expect(judgeOutcome(carried, { ...nothing, entries: within }, 10, addDays(asOf, age))).toEqual(outcome)
    }),
    { numRuns: 200, seed: 6616 },
  )
})
