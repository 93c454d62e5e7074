import { addDays } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOf, lot, product, sketchCity, wardId } from './city.ts'
import { mulberry32 } from './season.ts'

const DAYS = 14
const WARDS = 12

/** Twelve wards of 6 000 persons; by day each gives its own mean times a factor that scatters about 1. */
function ownShares(means: readonly number[], scatter: number, seed: number): number[] {
  const random = mulberry32(seed)
  const input = sketchCity(
    means.map((_, at) => ({ name: `Phường ${at}`, days: 0, persons: 6000 })),
    [lot('L1', addDays(asOf, 90))],
    [],
    {
      entries: means.flatMap((mean, at) =>
        Array.from({ length: DAYS }, (_, age) => ({
          wardId: wardId(at),
          productId: product.productId,
          administeredOn: addDays(asOf, -1 - age),
          enteredOn: addDays(asOf, -1 - age),
          doses: Math.round(mean * (1 + scatter * (2 * random() - 1))),
        })),
      ),
    },
  )
  return plan(input).pace.map((row) => row.ownShare)
}

const least = (values: readonly number[]) => Math.min(...values)
const alike = Array.from({ length: WARDS }, () => 60)
const unlike = Array.from({ length: WARDS }, (_, at) => 40 + 12 * at)

describe('how far a ward is believed', () => {
  test('wholly, where its days do not scatter', () => {
    expect(least(ownShares(unlike, 0, 1))).toBeGreaterThan(0.99)
  })

  test('less where the wards are alike and their days scatter than where they truly differ', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0.3, max: 0.6, noNaN: true }),
        (seed, scatter) => {
          const [same, different] = [ownShares(alike, scatter, seed), ownShares(unlike, scatter, seed)]
          same.forEach((share, at) => expect(share).toBeLessThan(different[at]!))
          expect(least(different)).toBeGreaterThan(0.6)
        },
      ),
      { numRuns: 40, seed: 6616 },
    )
  })

  test('less the more its days scatter', () => {
    expect(least(ownShares(alike, 0.9, 3))).toBeLessThan(least(ownShares(alike, 0.3, 3)))
  })
})
