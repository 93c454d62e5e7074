import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { coverage, daysOfStock, entryLag, neededPerDay } from '#domain/progress.ts'

describe('coverage', () => {
  test('the goal is strictly more than 95 %, and more than 100 % is shown', () => {
    expect(coverage(100, 95)).toEqual({
      persons: 100,
      doses: 95,
      percent: 95,
      goalReached: false,
      remaining: 1,
    })
    expect(coverage(100, 96)).toMatchObject({ goalReached: true, remaining: 0 })
    expect(coverage(100, 130)).toMatchObject({ percent: 130, goalReached: true, remaining: 0 })
    expect(coverage(0, 7)).toMatchObject({ percent: null, goalReached: false, remaining: 0 })
    expect(coverage(10, 10, 100)).toMatchObject({ goalReached: true, remaining: 0 })
    expect(coverage(10, 9, 100)).toMatchObject({ goalReached: false, remaining: 1 })
  })

  test('the remaining doses reach the goal and one fewer do not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000), (persons, doses) => {
        const { remaining, goalReached } = coverage(persons, doses)
        expect(goalReached).toBe(remaining === 0)
        expect(coverage(persons, doses + remaining).goalReached).toBe(true)
        if (remaining > 0) expect(coverage(persons, doses + remaining - 1).goalReached).toBe(false)
        if (goalReached) expect(doses * 100 > persons * 95 || doses >= persons).toBe(true)
      }),
    )
  })

  test('what is needed each day fills the days that are left, today and the last day included', () => {
    expect(neededPerDay(101, '2021-10-18', '2021-10-27')).toBe(11)
    expect(neededPerDay(5, '2021-10-18', '2021-10-18')).toBe(5)
    expect(neededPerDay(5, '2021-10-19', '2021-10-18')).toBeNull()
    expect(neededPerDay(0, '2021-10-19', '2021-10-18')).toBe(0)
  })
})

describe('stock', () => {
  test('days of stock end at zero and are unknown without a pace', () => {
    expect(daysOfStock(300, 100)).toBe(3)
    expect(daysOfStock(-12, 100)).toBe(0)
    expect(daysOfStock(300, 0)).toBeNull()
    expect(daysOfStock(300, null)).toBeNull()
  })
})

describe('entry lag', () => {
  test('median and shares from the cells are those of the doses one by one', () => {
    const aCell = fc.record({ lag: fc.integer({ min: 0, max: 10 }), doses: fc.integer({ min: 1, max: 20 }) })
    fc.assert(
      fc.property(fc.array(aCell, { minLength: 1, maxLength: 12 }), (cells) => {
        const lag = entryLag(
          cells.map((cell) => ({
            givenOn: '2021-10-01',
            enteredOn: addDays('2021-10-01', cell.lag),
            doses: cell.doses,
          })),
        )
        const single = cells
          .flatMap((cell) => Array.from({ length: cell.doses }, () => cell.lag))
          .sort((a, b) => a - b)
        const median =
          (single[Math.floor((single.length - 1) / 2)]! + single[Math.floor(single.length / 2)]!) / 2
        expect(lag.doses).toBe(single.length)
        expect(lag.medianDays).toBe(median)
        expect(lag.sameDay).toBeCloseTo(single.filter((days) => days === 0).length / single.length)
        expect(lag.within3Days! + lag.later!).toBeCloseTo(1)
      }),
    )
  })

  test('nothing given has no lag', () => {
    expect(entryLag([])).toEqual({
      doses: 0,
      medianDays: null,
      sameDay: null,
      within3Days: null,
      later: null,
    })
  })
})
