import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { fillWords, problems } from '#domain/problem.ts'
import { conditionsOfPriorityCode, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { decideNextDose, refusalOf } from '#domain/vaccination/eligibility.ts'
import { judge } from '#domain/vaccination/judge.ts'
import type { DoseFact, PersonFacts } from '#domain/vaccination/types.ts'
import { adult, aHistory, dose, product } from './cases.ts'

function next(facts: DoseFact[], codes: string[], onDay: string, person: PersonFacts = adult) {
  const { standings } = judge(facts, [], person, vietnamRules)
  return decideNextDose(person, standings, codes.map(product), vietnamRules, onDay)
}

const teenager: PersonFacts = { ...adult, bornOn: '2007-01-01' }
const twoPfizer = [dose('a', 'comirnaty-30', '2021-12-01'), dose('b', 'comirnaty-30', '2021-12-22')]

describe('before the needle', () => {
  test('what is offered is never flagged once given, and the same answer comes from the same question', () => {
    const aQuestion = fc.record({
      history: aHistory,
      code: fc.constantFrom(...vietnamProducts.map((each) => each.code)),
      after: fc.integer({ min: 0, max: 400 }),
      bornOn: fc.constantFrom('1950-03-03', '1980-05-01', '2003-11-11', '2008-02-02', '2014-06-06', null),
    })
    let offered = 0
    fc.assert(
      fc.property(aQuestion, ({ history, code, after, bornOn }) => {
        const person = { ...adult, bornOn }
        const covid = history.filter((fact) => fact.antigen === 'covid-19')
        const last =
          covid
            .map((fact) => fact.givenOn)
            .sort()
            .at(-1) ?? '2021-07-01'
        const onDay = addDays(last, after)
        const answer = next(covid, [code], onDay, person)
        expect(next(covid.toReversed(), [code], onDay, person)).toEqual(answer)
        if (answer.kind !== 'due') return
        offered += 1
        const given = dose('new', code, onDay, { statedStep: answer.step })
        const standing = judge([...covid, given], [], person, vietnamRules).standings.find(
          (each) => each.doseId === 'new',
        )
        expect(standing).toMatchObject({ step: answer.step, dayRank: 0 })
        expect(standing?.flags.filter((flag) => flag !== 'course-unknown')).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(offered).toBeGreaterThan(50)
  })

  test('a first dose of every vaccine in the session is offered to an adult', () => {
    expect(next([], ['comirnaty-30', 'vero-cell', 'sputnik-2'], '2021-10-01')).toMatchObject({
      kind: 'due',
      step: 'primary-1',
      products: [{ productId: 'comirnaty-30', volumeMl: 0.3 }, { productId: 'vero-cell' }],
    })
  })

  test('the first booster waits three months for an adult and five for 12 to 17 years', () => {
    expect(next(twoPfizer, ['comirnaty-30'], '2022-03-21')).toEqual({
      kind: 'too-early',
      step: 'booster-1',
      earliestOn: '2022-03-22',
    })
    expect(next(twoPfizer, ['comirnaty-30'], '2022-03-22')).toMatchObject({ kind: 'due', step: 'booster-1' })
    const later = twoPfizer.map((fact) => dose(fact.id, 'comirnaty-30', addDays(fact.givenOn, 120)))
    expect(next(later, ['comirnaty-30'], '2022-08-01', teenager)).toEqual({
      kind: 'too-early',
      step: 'booster-1',
      earliestOn: addDays('2022-04-21', 150),
    })
    expect(next(later, ['comirnaty-30'], addDays('2022-04-21', 150), teenager)).toMatchObject({ kind: 'due' })
  })

  test('the first booster waited six months under the rule of 1/12/2021', () => {
    const facts = [dose('a', 'comirnaty-30', '2021-07-01'), dose('b', 'comirnaty-30', '2021-07-22')]
    expect(next(facts, ['comirnaty-30'], '2021-12-10')).toMatchObject({
      kind: 'too-early',
      earliestOn: '2022-01-18',
    })
    expect(next(facts, ['comirnaty-30'], '2021-12-17')).toMatchObject({ kind: 'due', step: 'booster-1' })
  })

  test('after COVID a teenager waits three months from recovery', () => {
    const later = twoPfizer.map((fact) => dose(fact.id, 'comirnaty-30', addDays(fact.givenOn, 60)))
    const recovered = { ...teenager, recoveredOn: '2022-08-01' }
    expect(next(later, ['comirnaty-30'], '2022-09-01', teenager)).toMatchObject({ kind: 'due' })
    expect(next(later, ['comirnaty-30'], '2022-09-01', recovered)).toMatchObject({ earliestOn: '2022-10-30' })
  })

  test('mũi 4 is for 50 years and over, weakened immunity and high exposure', () => {
    const facts = [...twoPfizer, dose('c', 'comirnaty-30', '2022-03-30')]
    const on = '2022-08-01'
    expect(next(facts, ['comirnaty-30'], on)).toEqual({ kind: 'complete' })
    for (const person of [
      { ...adult, bornOn: '1960-01-01' },
      { ...adult, conditions: ['immuno' as const] },
      { ...adult, conditions: conditionsOfPriorityCode(8) },
    ]) {
      expect(next(facts, ['comirnaty-30'], on, person)).toMatchObject({ kind: 'due', step: 'booster-2' })
    }
    expect(conditionsOfPriorityCode(9)).toEqual([])
  })

  test('after Vero Cell the additional dose comes from day 28, and past three months the booster', () => {
    const facts = [dose('a', 'vero-cell', '2022-05-01'), dose('b', 'vero-cell', '2022-05-25')]
    expect(next(facts, ['vero-cell'], '2022-06-25')).toMatchObject({ kind: 'due', step: 'additional-1' })
    expect(next(facts, ['vero-cell'], addDays('2022-05-25', 91))).toMatchObject({
      kind: 'due',
      step: 'booster-1',
    })
  })

  test('Pfizer after AstraZeneca needs consent; after Vero Cell it is the wrong vaccine', () => {
    expect(next([dose('a', 'vaxzevria', '2021-08-01')], ['comirnaty-30'], '2021-10-15')).toMatchObject({
      kind: 'due',
      step: 'primary-2',
      products: [{ needsConsent: true }],
    })
    expect(next([dose('a', 'vero-cell', '2021-09-01')], ['comirnaty-30'], '2021-10-15')).toEqual({
      kind: 'wrong-product',
      step: 'primary-2',
      productIds: ['comirnaty-30'],
    })
  })

  test('of two vaccines at the session only the one that may follow is offered', () => {
    expect(
      next([dose('a', 'vero-cell', '2021-09-01')], ['comirnaty-30', 'vero-cell'], '2021-10-15'),
    ).toMatchObject({
      kind: 'due',
      products: [{ productId: 'vero-cell' }],
    })
  })

  test('a dose today, a child, and an empty fridge are each their own answer', () => {
    expect(next(twoPfizer, ['comirnaty-30'], '2021-12-22')).toEqual({ kind: 'given-today' })
    expect(next([], ['vaxzevria'], '2021-10-15', teenager)).toEqual({
      kind: 'age',
      step: 'primary-1',
      ageFrom: 18,
      ageTo: null,
    })
    expect(next([], [], '2021-10-15')).toEqual({ kind: 'no-product' })
  })

  test('half a dose of Moderna as booster', () => {
    expect(next(twoPfizer, ['spikevax'], '2022-05-01')).toMatchObject({
      kind: 'due',
      products: [{ volumeMl: 0.25 }],
    })
  })

  test('every refusal has its sentence, with its facts filled in, in three languages', () => {
    const refusals = [
      { kind: 'too-early', step: 'booster-1', earliestOn: '2022-03-22' },
      { kind: 'complete' },
      { kind: 'given-today' },
      { kind: 'wrong-product', step: 'primary-2', productIds: ['p'] },
      { kind: 'age', step: 'primary-1', ageFrom: 18, ageTo: null },
      { kind: 'no-product' },
    ] as const
    const codes = refusals.map((refusal) => {
      const { code, facts } = refusalOf({ ...refusal, productIds: ['p'] } as Parameters<typeof refusalOf>[0])
      for (const language of ['vi', 'en', 'lo'] as const) {
        expect(fillWords(problems[code], language, facts)).not.toMatch(/[{}]/)
      }
      return code
    })
    expect(new Set(codes).size).toBe(refusals.length)
  })
})
