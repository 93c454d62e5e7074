import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vietnamRules } from '#domain/rules-vn.ts'
import { judge } from '#domain/vaccination/judge.ts'
import type { DoseFact, ReviewDecision, RuleSet } from '#domain/vaccination/types.ts'
import { isCounted } from '#domain/vaccination/types.ts'
import { adult, aHistory, dose, someDecisions } from './cases.ts'

const judged = (facts: DoseFact[], decisions: ReviewDecision[] = [], person = adult) =>
  judge(facts, decisions, person, vietnamRules)

const steps = (facts: DoseFact[], person = adult) =>
  judged(facts, [], person).standings.map((each) => each.step)

const aCase = aHistory.chain((history) =>
  fc.record({
    history: fc.constant(history),
    shuffled: fc.shuffledSubarray(history, { minLength: history.length }),
    decisions: someDecisions(history),
  }),
)

describe('whatever the facts', () => {
  test('standings and reviews do not depend on the order of facts, decisions or rules', () => {
    const backwards: RuleSet = {
      ...vietnamRules,
      courses: vietnamRules.courses.toReversed(),
      intervalRules: vietnamRules.intervalRules.toReversed(),
      mixRules: vietnamRules.mixRules.toReversed(),
      ageRules: vietnamRules.ageRules.toReversed(),
    }
    fc.assert(
      fc.property(aCase, ({ history, shuffled, decisions }) => {
        const inOrder = judge(history, decisions, adult, vietnamRules)
        expect(judge(shuffled, decisions.toReversed(), adult, backwards)).toEqual(inOrder)
      }),
    )
  })

  test('one dose per antigen and day counts, more only when a decision says they were really given', () => {
    fc.assert(
      fc.property(aCase, ({ history, decisions }) => {
        const { standings } = judged(history, decisions)
        const days = Map.groupBy(
          standings.filter((each) => each.dayRank !== null),
          (each) => `${adult.id}/${each.antigen}/${each.givenOn}`,
        )
        for (const [day, doses] of days) {
          const counted = doses.filter(isCounted)
          const about = decisions.filter((each) => each.subjectKey === day)
          const named = new Set(about.flatMap((each) => each.countedDoseIds))
          expect(doses.map((each) => each.dayRank)).toEqual(doses.map((_, rank) => rank))
          expect(counted.length).toBeGreaterThanOrEqual(1)
          if (counted.length > 1) expect(counted.every((each) => named.has(each.doseId))).toBe(true)
          expect(counted.map((each) => each.dayRank)).toEqual(counted.map((_, rank) => rank))
        }
      }),
    )
  })

  test('every dose has one standing, voided ones no rank, and no two counted doses the same step', () => {
    fc.assert(
      fc.property(aCase, ({ history, decisions }) => {
        const { standings } = judged(history, decisions)
        expect(standings.map((each) => each.doseId).sort()).toEqual(history.map((each) => each.id).sort())
        const voided = new Set(history.filter((each) => each.voided).map((each) => each.id))
        for (const standing of standings) expect(standing.dayRank === null).toBe(voided.has(standing.doseId))
        const taken = standings.filter(isCounted).map((each) => `${each.antigen} ${each.step}`)
        expect(new Set(taken).size).toBe(taken.length)
      }),
    )
  })

  test('judging again changes nothing, and uncounted doses weigh nothing in the steps of the others', () => {
    fc.assert(
      fc.property(aCase, ({ history, decisions }) => {
        const first = judged(history, decisions)
        expect(judged(history, decisions)).toEqual(first)
        const counted = new Set(first.standings.filter(isCounted).map((each) => each.doseId))
        const alone = judged(
          history.filter((each) => counted.has(each.id)),
          decisions,
        )
        const stepOf = (all: typeof first) =>
          all.standings.filter(isCounted).map(({ doseId, step, flags }) => ({ doseId, step, flags }))
        expect(stepOf(alone)).toEqual(stepOf(first))
      }),
    )
  })

  test('a decision that saw today’s doses closes the question', () => {
    fc.assert(
      fc.property(aCase, ({ history, decisions }) => {
        const { reviews } = judged(history, decisions)
        const answers = reviews.map((review, index): ReviewDecision => ({
          id: `answer-${index}`,
          decidedAt: '2023-01-01T00:00:00.000Z',
          kind: review.kind,
          subjectKey: review.subjectKey,
          seen: review.seen,
          countedDoseIds: review.kind === 'two-phones' ? review.seen.slice(0, 1) : [],
        }))
        const after = judged(history, [...decisions, ...answers]).reviews
        expect(after.filter((review) => review.kind === 'two-phones')).toEqual([])
      }),
    )
  })
})

describe('labels by kind, never by count', () => {
  test('Janssen: one basic dose, then mũi 3 as the second injection', () => {
    const facts = [dose('a', 'janssen', '2021-09-01'), dose('b', 'comirnaty-30', '2022-01-01')]
    expect(steps(facts)).toEqual(['primary-1', 'booster-1'])
  })

  test('Abdala: three basic doses, then mũi 3 as the fourth injection', () => {
    const facts = [
      dose('a', 'abdala', '2021-10-01'),
      dose('b', 'abdala', '2021-10-15'),
      dose('c', 'abdala', '2021-10-29'),
      dose('d', 'comirnaty-30', '2022-03-01'),
    ]
    const { standings, reviews } = judged(facts)
    expect(standings.map((each) => each.step)).toEqual(['primary-1', 'primary-2', 'primary-3', 'booster-1'])
    expect(standings.flatMap((each) => each.flags)).toEqual([])
    expect(reviews).toEqual([])
  })

  test('Vero Cell: two basic doses, an additional one, and mũi 3 as the fourth injection', () => {
    const vero = (id: string, on: string, more: Partial<DoseFact> = {}) => dose(id, 'vero-cell', on, more)
    const facts = [
      vero('a', '2021-09-01'),
      vero('b', '2021-09-25'),
      vero('c', '2022-01-10', { statedStep: 'additional-1' }),
      dose('d', 'comirnaty-30', '2022-05-01'),
    ]
    const { standings } = judged(facts)
    expect(standings.map((each) => each.step)).toEqual([
      'primary-1',
      'primary-2',
      'additional-1',
      'booster-1',
    ])
    expect(standings.flatMap((each) => each.flags)).toEqual([])
  })

  test('an additional dose that no rule of the day allows is a booster, flagged', () => {
    const facts = [
      dose('a', 'comirnaty-30', '2021-09-01'),
      dose('b', 'comirnaty-30', '2021-09-25'),
      dose('c', 'comirnaty-30', '2022-01-10', { statedStep: 'additional-1' }),
    ]
    const { standings } = judged(facts)
    expect(standings[2]).toMatchObject({ step: 'booster-1', flags: ['stated-step'] })
    const weakened = judged(facts, [], { ...adult, conditions: ['immuno'] })
    expect(weakened.standings[2]).toMatchObject({ step: 'additional-1', flags: [] })
  })

  test('a first known dose said to be a later one follows a history that we do not know', () => {
    const second = dose('b', 'vaxzevria', '2021-11-01', { statedStep: 'primary-2' })
    const alone = judged([second])
    expect(alone.standings[0]).toMatchObject({ step: 'primary-2', flags: ['history-unknown'] })
    expect(alone.reviews).toMatchObject([{ kind: 'stated-step', subjectKey: 'b' }])
    const whole = judged([second, dose('a', 'vaxzevria', '2021-08-01')])
    expect(whole.standings.map((each) => each.step)).toEqual(['primary-1', 'primary-2'])
    expect(whole.reviews).toEqual([])
  })

  test('a dose of a month before, arriving late, renumbers the later one', () => {
    const later = dose('a', 'comirnaty-30', '2021-10-01', { statedStep: 'primary-1' })
    expect(steps([later])).toEqual(['primary-1'])
    const { standings } = judged([later, dose('b', 'comirnaty-30', '2021-09-01')])
    expect(standings.map(({ doseId, step }) => [doseId, step])).toEqual([
      ['b', 'primary-1'],
      ['a', 'primary-2'],
    ])
    expect(standings[1]?.flags).toEqual(['stated-step'])
  })
})

describe('rules of the day of the dose', () => {
  const azThenPfizer = (secondOn: string) =>
    judged([dose('a', 'vaxzevria', '2021-06-01'), dose('b', 'comirnaty-30', secondOn)]).standings[1]?.flags

  test('Pfizer after AstraZeneca is a mix before 27/7/2021 and accepted from that day', () => {
    expect(azThenPfizer('2021-07-26')).toEqual(['interval', 'mix'])
    expect(azThenPfizer('2021-07-27')).toEqual([])
  })

  test('a second AstraZeneca after five weeks is early before 20/9/2021 and in time from that day', () => {
    const second = (on: string) =>
      judged([dose('a', 'vaxzevria', '2021-08-16'), dose('b', 'vaxzevria', on)]).standings[1]?.flags
    expect(second('2021-09-19')).toEqual(['interval'])
    expect(second('2021-09-20')).toEqual([])
  })

  test('Pfizer after Vero Cell as second basic dose is flagged as a mix', () => {
    const { standings, reviews } = judged([
      dose('a', 'vero-cell', '2021-09-01'),
      dose('b', 'comirnaty-30', '2021-10-01'),
    ])
    expect(standings[1]?.flags).toEqual(['mix'])
    expect(reviews).toMatchObject([{ kind: 'mix', subjectKey: 'b' }])
  })

  test('Sputnik V component I twice is the wrong product for the second dose', () => {
    const { standings } = judged([dose('a', 'sputnik-1', '2021-09-01'), dose('b', 'sputnik-1', '2021-10-01')])
    expect(standings[1]?.flags).toEqual(['product'])
  })

  test('age, expiry, a day still to come and a day before birth are each said', () => {
    const child = { ...adult, bornOn: '2010-01-01' }
    expect(judged([dose('a', 'vaxzevria', '2021-09-01')], [], child).standings[0]?.flags).toEqual(['age'])
    const lotExpiresOn = '2021-08-31'
    expect(judged([dose('a', 'vaxzevria', '2021-09-01', { lotExpiresOn })]).standings[0]?.flags).toEqual([
      'expired',
    ])
    expect(judged([dose('a', 'vaxzevria', '2021-08-31', { lotExpiresOn })]).standings[0]?.flags).toEqual([])
    expect(judged([dose('a', 'vaxzevria', '2021-09-01', { lotBlocked: true })]).standings[0]?.flags).toEqual([
      'recalled',
    ])
    const enteredOn = '2021-08-30'
    expect(judged([dose('a', 'vaxzevria', '2021-09-01', { enteredOn })]).standings[0]?.flags).toEqual([
      'future-date',
    ])
    const unborn = { ...adult, bornOn: '2021-09-02' }
    expect(judged([dose('a', 'vaxzevria', '2021-09-01')], [], unborn).standings[0]?.flags).toEqual([
      'age',
      'before-birth',
    ])
  })

  test('a birth known by its year only is given the benefit of the doubt', () => {
    const born2003 = { ...adult, bornOn: '2003-12-31' }
    const facts = [dose('a', 'vaxzevria', '2021-09-01')]
    expect(judged(facts, [], born2003).standings[0]?.flags).toEqual(['age'])
    expect(judged(facts, [], { ...born2003, bornPrecision: 'year' }).standings[0]?.flags).toEqual([])
  })
})

describe('two phones, one person, one day', () => {
  const early = dose('z-early', 'comirnaty-30', '2021-10-01', { givenAt: '2021-10-01T02:00:00.000Z' })
  const late = dose('a-late', 'comirnaty-30', '2021-10-01', { givenAt: '2021-10-01T02:30:00.000Z' })
  const key = 'person-1/covid-19/2021-10-01'
  const decision = (countedDoseIds: string[], seen = ['a-late', 'z-early']): ReviewDecision => ({
    id: 'decision',
    decidedAt: '2021-10-02T00:00:00.000Z',
    kind: 'two-phones',
    subjectKey: key,
    seen,
    countedDoseIds,
  })

  test('both are kept, the earlier counts, and there is one question, in either order', () => {
    const there = judged([early, late])
    expect(judged([late, early])).toEqual(there)
    expect(there.standings).toMatchObject([
      { doseId: 'z-early', dayRank: 0, step: 'primary-1', flags: [] },
      { doseId: 'a-late', dayRank: 1, step: null, flags: ['same-day'] },
    ])
    expect(there.reviews).toEqual([
      { kind: 'two-phones', subjectKey: key, doseIds: ['a-late', 'z-early'], seen: ['a-late', 'z-early'] },
    ])
  })

  test('times in different notations are compared as instants', () => {
    const noon = { ...late, givenAt: '2021-10-01T08:59:00+07:00' }
    expect(judged([early, noon]).standings[0]?.doseId).toBe('a-late')
  })

  test('a decision names the one that counts; a third dose opens the question again', () => {
    const decided = judged([early, late], [decision(['a-late'])])
    expect(decided.standings[0]).toMatchObject({ doseId: 'a-late', step: 'primary-1' })
    expect(decided.reviews).toEqual([])
    const third = dose('m-third', 'comirnaty-30', '2021-10-01', { givenAt: '2021-10-01T01:00:00.000Z' })
    const reopened = judged([early, late, third], [decision(['a-late'])])
    expect(reopened.standings[0]?.doseId).toBe('a-late')
    expect(reopened.reviews).toMatchObject([
      { kind: 'two-phones', doseIds: ['a-late', 'm-third', 'z-early'] },
    ])
  })

  test('a decision for a dose that was voided since falls back to the other', () => {
    const { standings, reviews } = judged([early, { ...late, voided: true }], [decision(['a-late'])])
    expect(standings).toMatchObject([
      { doseId: 'z-early', dayRank: 0, step: 'primary-1' },
      { doseId: 'a-late', dayRank: null, step: null },
    ])
    expect(reviews).toEqual([])
  })

  test('really two: both count, the second as an early second dose', () => {
    const { standings, reviews } = judged([early, late], [decision(['a-late', 'z-early'])])
    expect(standings).toMatchObject([
      { doseId: 'z-early', dayRank: 0, step: 'primary-1' },
      { doseId: 'a-late', dayRank: 1, step: 'primary-2', flags: ['interval'] },
    ])
    expect(reviews).toMatchObject([{ kind: 'interval', subjectKey: 'a-late' }])
  })
})
