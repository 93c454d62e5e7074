import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change, CountedDose, TallyDifference } from '#domain/vaccination/tally.ts'
import { ageCellOn, recount, tallyDifference } from '#domain/vaccination/tally.ts'

const aDose: fc.Arbitrary<CountedDose> = fc.record({
  doseId: fc.uuid(),
  antigen: fc.constantFrom('covid-19', 'measles'),
  step: fc.constantFrom('primary-1', 'primary-2', 'booster-1'),
  source: fc.constantFrom('administered', 'reported'),
  origin: fc.constantFrom('site', 'paper', 'history', 'other-place'),
  givenOn: fc.constantFrom('2021-10-01', '2021-10-02'),
  enteredOn: fc.constantFrom('2021-10-02', '2021-10-05'),
  residenceId: fc.constantFrom('ward-1', 'ward-2', null),
  wardId: fc.constantFrom('ward-1', 'ward-2', null),
  siteId: fc.constantFrom('site-1', null),
  sessionId: fc.constantFrom('session-1', 'session-2', null),
  holderId: fc.constantFrom('holder-1', 'holder-2', null),
  productId: fc.constantFrom('product-1', 'product-2'),
  lotId: fc.constantFrom('lot-1', 'lot-2', null),
  ageCell: fc.integer({ min: 0, max: 10 }),
  priorityCode: fc.integer({ min: 0, max: 16 }),
})
const someDoses = fc.array(aDose, { maxLength: 12 })

/** Adds tallies the way counters are kept: rows of one key summed, zero rows gone. */
function add(...tallies: TallyDifference[]): Record<string, Record<string, number>> {
  const counters: Record<string, Record<string, number>> = {}
  for (const tally of tallies) {
    for (const [table, rows] of Object.entries(tally) as [string, Change<object>[]][]) {
      const counter = (counters[table] ??= {})
      for (const { doses, ...cell } of rows) {
        const key = JSON.stringify(cell)
        counter[key] = (counter[key] ?? 0) + doses
        if (counter[key] === 0) delete counter[key]
      }
    }
  }
  return counters
}

describe('counters', () => {
  test('differences, step after step, sum to a recount of what counts in the end', () => {
    fc.assert(
      fc.property(fc.array(someDoses, { minLength: 1, maxLength: 5 }), (states) => {
        const differences = states.map((state, index) => tallyDifference(states[index - 1] ?? [], state))
        expect(add(...differences)).toEqual(add(recount(states.at(-1)!)))
      }),
    )
  })

  test('the same doses before and after, in whatever order, move nothing', () => {
    fc.assert(
      fc.property(someDoses, (doses) => {
        const moved = tallyDifference(doses, doses.toReversed())
        expect(Object.values(moved).flat()).toEqual([])
      }),
    )
  })

  test('a change back is the change with its signs turned, row for row in the same order', () => {
    fc.assert(
      fc.property(someDoses, someDoses, (before, after) => {
        const there = Object.values(tallyDifference(before, after)).flat()
        const back = Object.values(tallyDifference(after, before)).flat()
        expect(back).toEqual(there.map((row) => Object.assign({}, row, { doses: -row.doses })))
      }),
    )
  })

  const given: CountedDose = {
    doseId: 'd',
    antigen: 'covid-19',
    step: 'primary-1',
    source: 'administered',
    origin: 'site',
    givenOn: '2021-10-01',
    enteredOn: '2021-10-03',
    residenceId: 'home',
    wardId: 'ward',
    siteId: 'site',
    sessionId: 'session',
    holderId: 'holder',
    productId: 'product',
    lotId: 'lot',
    ageCell: 3,
    priorityCode: 9,
  }

  test('one dose given moves one in every counter and one out of its session’s stock', () => {
    expect(recount([given])).toEqual({
      coverageWard: [
        { wardId: 'home', antigen: 'covid-19', step: 'primary-1', ageCell: 3, priorityCode: 9, doses: 1 },
      ],
      coverageDay: [
        {
          wardId: 'home',
          givenOn: '2021-10-01',
          antigen: 'covid-19',
          step: 'primary-1',
          ageCell: 3,
          doses: 1,
        },
      ],
      entryDelay: [
        {
          givenOn: '2021-10-01',
          wardId: 'ward',
          siteId: 'site',
          productId: 'product',
          step: 'primary-1',
          enteredOn: '2021-10-03',
          doses: 1,
        },
      ],
      sessionCounted: [{ sessionId: 'session', doses: 1 }],
      used: [{ holderId: 'holder', lotId: 'lot', productId: 'product', occurredOn: '2021-10-01', doses: 1 }],
    })
  })

  test('reported history counts for coverage, never for stock or workload', () => {
    const tally = recount([{ ...given, source: 'reported', origin: 'other-place' }])
    expect(tally.coverageWard).toHaveLength(1)
    expect(tally.coverageDay).toHaveLength(1)
    expect([...tally.entryDelay, ...tally.sessionCounted, ...tally.used]).toEqual([])
  })

  test('our own history, imported late, moves stock but is no entry delay', () => {
    const tally = recount([{ ...given, origin: 'history' }])
    expect(tally.entryDelay).toEqual([])
    expect(tally.used).toHaveLength(1)
  })

  test('a correction of the lot moves stock only; a later first dose moves steps only', () => {
    const lot = tallyDifference([given], [{ ...given, lotId: 'other' }])
    expect(lot).toMatchObject({ coverageWard: [], coverageDay: [], entryDelay: [], sessionCounted: [] })
    expect(lot.used.map(({ lotId, doses }) => [lotId, doses])).toEqual([
      ['lot', -1],
      ['other', 1],
    ])
    const renumbered = tallyDifference([given], [{ ...given, step: 'primary-2' }])
    expect(renumbered).toMatchObject({ sessionCounted: [], used: [] })
    expect(renumbered.coverageWard.map(({ step, doses }) => [step, doses])).toEqual([
      ['primary-1', -1],
      ['primary-2', 1],
    ])
  })

  test('numbers in keys are ordered as numbers', () => {
    const aged = (ageCell: number) => ({ ...given, ageCell })
    const cells = recount([10, 2, 9].map(aged)).coverageWard
    expect(cells.map((cell) => cell.ageCell)).toEqual([2, 9, 10])
  })

  test('the age cell is the number of cuts reached by the day of the dose', () => {
    const cuts = [5, 12, 18, 50, 65]
    expect(ageCellOn(cuts, '2003-10-17', '2021-10-16')).toBe(2)
    expect(ageCellOn(cuts, '2003-10-17', '2021-10-17')).toBe(3)
    expect(ageCellOn(cuts, '1950-01-01', '2021-10-17')).toBe(5)
    expect(ageCellOn(cuts, '2022-01-01', '2021-10-17')).toBe(0)
  })
})
