import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '#domain/dates.ts'
import { forecastFinish, goalLight, paceOfStep, type PaceRange } from '#domain/forecast.ts'
import { fillWords, languages } from '#domain/problem.ts'
import { coverage, neededPerDay } from '#domain/progress.ts'
import {
  decideWardState,
  wardReasons,
  wardStates,
  wardStateWords,
  type WardFacts,
} from '#domain/ward-state.ts'

const TODAY = '2021-10-17'

const pace = fc.integer({ min: 0, max: 5000 }).map((perDay): PaceRange => ({
  perDay,
  low: perDay * 0.75,
  high: perDay * 1.25,
}))

const ward: fc.Arbitrary<WardFacts> = fc.record({
  against: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 30_000 }))
      .map(([persons, doses]) => coverage(persons, doses)),
  ),
  goalPercent: fc.constant(95),
  silent: fc.boolean(),
  daysWithoutEntry: fc.nat(30),
  isLateEntry: fc.boolean(),
  overOneDay: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  pace: fc.option(pace),
  neededPerDay: fc.nat(5000),
  usePerDay: fc.nat(5000),
  stockDoses: fc.integer({ min: -50, max: 50_000 }),
  dryDays: fc.nat(7),
})

const plain: WardFacts = {
  against: { goalReached: false, percent: 40 },
  goalPercent: 95,
  silent: false,
  daysWithoutEntry: 0,
  isLateEntry: false,
  overOneDay: 0,
  pace: { perDay: 40, low: 30, high: 50 },
  neededPerDay: 45,
  usePerDay: 40,
  stockDoses: 1000,
  dryDays: 0,
}

describe('how a ward stands', () => {
  test('each state, on the fact that makes it', () => {
    const stateOf = (facts: Partial<WardFacts>) => decideWardState({ ...plain, ...facts })?.state
    expect(stateOf({})).toBe('on-pace')
    expect(stateOf({ neededPerDay: 51 })).toBe('slow-stocked')
    expect(stateOf({ neededPerDay: 51, stockDoses: 159 })).toBe('slow-dry')
    expect(stateOf({ stockDoses: 159 })).toBe('on-pace')
    expect(stateOf({ stockDoses: 159, dryDays: 3 })).toBe('slow-dry')
    expect(stateOf({ neededPerDay: 51, isLateEntry: true })).toBe('late-entry')
    expect(stateOf({ neededPerDay: 51, isLateEntry: true, silent: true })).toBe('silent')
    expect(stateOf({ silent: true, against: { goalReached: true, percent: 104 } })).toBe('done')
    expect(stateOf({ against: null })).toBeUndefined()
    expect(stateOf({ against: null, silent: true })).toBe('silent')
  })

  test('what makes the figures doubtful goes before what they say, whatever they say', () => {
    fc.assert(
      fc.property(ward, (facts) => {
        const standing = decideWardState(facts)
        if (facts.against?.goalReached === true) expect(standing?.state).toBe('done')
        else if (facts.silent) expect(standing?.state).toBe('silent')
        else if (facts.isLateEntry) expect(standing?.state).toBe('late-entry')
        else if (facts.against === null) expect(standing).toBeNull()
        else expect(['slow-stocked', 'slow-dry', 'on-pace']).toContain(standing?.state)
      }),
    )
  })

  test('a ward is told to be slow with vaccine only when it is behind by more than the range, and has some', () => {
    fc.assert(
      fc.property(ward, (facts) => {
        if (decideWardState(facts)?.state !== 'slow-stocked') return
        expect(facts.pace?.high ?? 0).toBeLessThan(facts.neededPerDay)
        expect(facts.stockDoses).toBeGreaterThan(0)
      }),
    )
  })

  test('more stock never makes a ward need vaccine', () => {
    fc.assert(
      fc.property(ward, fc.nat(10_000), (facts, more) => {
        fc.pre(facts.dryDays < 3)
        const states = [facts, { ...facts, stockDoses: facts.stockDoses + more }].map(
          (each) => decideWardState(each)?.state,
        )
        if (states[0] !== 'slow-dry') expect(states[1]).not.toBe('slow-dry')
      }),
    )
  })

  test('every sentence is whole in every language', () => {
    fc.assert(
      fc.property(ward, (facts) => {
        const standing = decideWardState(facts)
        if (standing === null) return
        for (const language of languages)
          expect(fillWords(wardReasons[standing.state], language, standing.facts)).not.toMatch(/[{}]/)
      }),
    )
    for (const state of wardStates)
      for (const language of languages) expect(wardStateWords[state][language]).toMatch(/\S/)
  })
})

describe('the light', () => {
  test('is green on strictly more than the goal and on nothing less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.nat(60_000), (persons, doses) => {
        const against = coverage(persons, doses)
        const isOver = doses * 100 > persons * 95
        expect(goalLight(against, null, TODAY)).toBe(isOver ? 'green' : 'red')
      }),
    )
    expect(goalLight(coverage(1000, 950), null, TODAY)).toBe('red')
    expect(goalLight(coverage(1000, 951), null, TODAY)).toBe('green')
    expect(goalLight(null, null, TODAY)).toBeNull()
  })

  test('is amber up to a finish on the very last day, and red from the day after', () => {
    const against = { goalReached: false }
    const finish = forecastFinish(100, { perDay: 10, low: 5, high: 20 }, TODAY)!
    expect(goalLight(against, finish, finish.likelyOn)).toBe('amber')
    expect(goalLight(against, finish, addDays(finish.likelyOn, -1))).toBe('red')
  })

  test('is at most a day harder than the pace that is said to be needed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), (remaining) => {
        const [on, lastOn] = ['2022-03-01', '2022-12-31']
        const needed = neededPerDay(remaining, on, lastOn)!
        const finish = forecastFinish(remaining, { perDay: needed, low: needed, high: needed }, on)!
        // What is needed counts today; the forecast begins tomorrow.
        expect(daysBetween(lastOn, finish.likelyOn)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('the forecast gives enough days and not one more, with the faster end of the range first', () => {
  const perDay = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.tuple(perDay, perDay, perDay),
      (remaining, paces) => {
        const [low, middle, high] = paces.toSorted((a, b) => a - b) as [number, number, number]
        const finish = forecastFinish(remaining, { perDay: middle, low, high }, TODAY)
        const days = Math.ceil(remaining / middle)
        if (finish === null) {
          expect(days).toBeGreaterThan(730)
          return
        }
        expect(daysBetween(TODAY, finish.likelyOn)).toBe(days)
        expect(finish.earliestOn <= finish.likelyOn).toBe(true)
        expect(finish.latestOn === null || finish.latestOn >= finish.likelyOn).toBe(true)
      },
    ),
  )
  expect(forecastFinish(100, { perDay: 0, low: 0, high: 0 }, TODAY)).toBeNull()
  expect(forecastFinish(null, null, TODAY)).toBeNull()
})

test('the paces of the steps add up to the pace of all', () => {
  fc.assert(
    fc.property(pace, fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }), (all, given) => {
      const ofAll = given.reduce((sum, doses) => sum + doses, 0)
      fc.pre(ofAll > 0)
      const sum = given.reduce((so, ofStep) => so + (paceOfStep(all, { ofStep, ofAll })?.perDay ?? 0), 0)
      expect(sum).toBeCloseTo(all.perDay, 6)
    }),
  )
  expect(paceOfStep({ perDay: 10, low: 8, high: 12 }, { ofStep: 0, ofAll: 0 })?.perDay).toBe(10)
  expect(paceOfStep(null, { ofStep: 1, ofAll: 1 })).toBeNull()
})
