import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareTotals,
  findOverlap,
  groupUploaded,
  timeLeft,
  totalOf,
  type TotalGroup,
  type UploadedCell,
} from '#domain/declaration.ts'

const groupOf = (id: string): fc.Arbitrary<TotalGroup> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    ageFrom: fc.integer({ min: 0, max: 60 }),
    ageTo: fc.option(fc.integer({ min: 61, max: 120 }), { nil: null }),
    codes: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { minLength: 1 }), { nil: null }),
  })
const cells = fc.array(
  fc.record({
    age: fc.integer({ min: 0, max: 110 }),
    code: fc.integer({ min: 1, max: 16 }),
    persons: fc.nat({ max: 1000 }),
  }),
)
const sum = (all: readonly UploadedCell[]) => all.reduce((whole, { persons }) => whole + persons, 0)

describe('totals by group', () => {
  test('no one uploaded is lost or counted twice, whatever the groups', () => {
    fc.assert(
      fc.property(
        cells,
        groupOf('a'),
        groupOf('b'),
        fc.constantFrom('code', 'target-group'),
        (all, a, b, basis) => {
          expect(totalOf(groupUploaded(all, basis as 'code', [a, b]))).toBe(sum(all))
        },
      ),
    )
  })

  test('where groups do not overlap their order does not matter; where they do, somebody is in both', () => {
    fc.assert(
      fc.property(cells, groupOf('a'), groupOf('b'), (all, a, b) => {
        const one = groupUploaded(all, 'target-group', [a, b])
        const other = groupUploaded(all, 'target-group', [b, a])
        if (findOverlap([a, b]) === null) expect(one).toEqual(other)
        else expect(findOverlap([b, a])).not.toBeNull()
      }),
    )
  })

  test('an overlap is found in ages and codes alike', () => {
    const base = { ageFrom: 18, ageTo: null, codes: null }
    const adults = { ...base, id: '1', name: '18+' }
    const children = { ...base, id: '2', name: '5–17', ageFrom: 5, ageTo: 18 }
    expect(findOverlap([adults, children])).toBeNull()
    expect(findOverlap([adults, { ...base, id: '3', name: '50+', ageFrom: 50 }])?.[1].name).toBe('50+')
    const teachers = { ...base, id: '4', name: 'Nhóm 4', codes: [4] }
    expect(findOverlap([teachers, { ...teachers, id: '5', codes: [9] }])).toBeNull()
  })

  test('a difference is uploaded less declared, and there is none before both are there', () => {
    expect(compareTotals(null, 5)).toEqual({ state: 'not-declared', difference: null })
    expect(compareTotals(5, 0)).toEqual({ state: 'not-uploaded', difference: null })
    expect(compareTotals(0, 0)).toEqual({ state: 'equal', difference: 0 })
    expect(compareTotals(5, 7)).toEqual({ state: 'more', difference: 2 })
    expect(compareTotals(5, 3)).toEqual({ state: 'fewer', difference: -2 })
  })
})

test('the time that is left is told in whole minutes, and never as none before the deadline', () => {
  const due = new Date('2021-10-18T09:00:00Z')
  const at = (text: string) => timeLeft(due, new Date(text))
  expect(at('2021-10-17T07:59:00Z')).toEqual({ overdue: false, days: 1, hours: 1, minutes: 1 })
  expect(at('2021-10-18T08:59:59Z')).toEqual({ overdue: false, days: 0, hours: 0, minutes: 1 })
  expect(at('2021-10-18T09:00:00Z')).toEqual({ overdue: false, days: 0, hours: 0, minutes: 0 })
  expect(at('2021-10-18T11:30:59Z')).toEqual({ overdue: true, days: 0, hours: 2, minutes: 30 })
})
