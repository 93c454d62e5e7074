import { describe, expect, test } from 'vitest'
import { decideNextDose } from '#domain/vaccination/eligibility.ts'
import { judge } from '#domain/vaccination/judge.ts'
import { findIntervalRule, findMixRule, holdsOn } from '#domain/vaccination/rules.ts'
import type { IntervalRule, MixRule, RuleSet } from '#domain/vaccination/types.ts'
import { adult, dose, product } from './cases.ts'

const dated = { validFrom: '2021-01-01', validTo: null, documentNumber: 'CV 1/THU' }
const interval: IntervalRule = {
  ...dated,
  id: 'general',
  antigen: 'covid-19',
  fromStep: 'any',
  toStep: 'primary-2',
  familyBefore: 'any',
  familyAfter: 'any',
  condition: 'any',
  ageFrom: 0,
  ageTo: null,
  minDays: 28,
  advisedMaxDays: null,
  verdict: 'refuse-before',
}
const mix: MixRule = {
  ...dated,
  id: 'mix',
  antigen: 'covid-19',
  familyBefore: 'any',
  familyAfter: 'pfizer',
  step: 'primary-2',
  minDays: 0,
  needsConsent: false,
  verdict: 'allow',
}
const anyAge = (productCode: string, step: 'primary-1' | 'primary-2') => ({
  ...dated,
  antigen: 'covid-19',
  productCode,
  step,
  ageFrom: 0,
  ageTo: null,
  volumeMl: 0.5,
})
const bothSteps = (code: string) => [anyAge(code, 'primary-1'), anyAge(code, 'primary-2')]
const rules = (intervalRules: IntervalRule[], mixRules: MixRule[] = []): RuleSet => ({
  version: 7,
  courses: [{ ...dated, antigen: 'covid-19', family: 'az', basicDoses: 2 }],
  intervalRules,
  mixRules,
  ageRules: [...bothSteps('vaxzevria'), ...bothSteps('comirnaty-30')],
})
const second = (familyAfter: string) => ({
  antigen: 'covid-19',
  from: { step: 'primary-1' as const, family: 'az', givenOn: '2021-09-01' },
  to: { step: 'primary-2' as const, family: familyAfter, givenOn: '2021-09-20' },
})

function nextOn(day: string, set: RuleSet, code = 'vaxzevria') {
  const { standings } = judge([dose('a', 'vaxzevria', '2021-09-01')], [], adult, set)
  return decideNextDose(adult, standings, [product(code)], set, day)
}

describe('rule rows', () => {
  test('hold from their first day up to, not including, the day they end', () => {
    const row = { validFrom: '2021-09-20', validTo: '2021-12-01', documentNumber: '' }
    expect(['2021-09-19', '2021-09-20', '2021-11-30', '2021-12-01'].map((day) => holdsOn(row, day))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('the narrower row wins over a shorter general one; of equals the shorter wins', () => {
    const forAz = { ...interval, id: 'az', familyBefore: 'az', minDays: 56 }
    expect(findIntervalRule(rules([interval, forAz]), second('az'), adult)?.id).toBe('az')
    const shorter = { ...interval, id: 'shorter', minDays: 21 }
    expect(findIntervalRule(rules([interval, shorter]), second('az'), adult)?.id).toBe('shorter')
  })

  test('a row for a condition is for people who have it', () => {
    const forWeakened = { ...interval, id: 'immuno', condition: 'immuno' as const, minDays: 14 }
    const set = rules([interval, forWeakened])
    expect(findIntervalRule(set, second('az'), adult)?.id).toBe('general')
    expect(findIntervalRule(set, second('az'), { ...adult, conditions: ['immuno'] })?.id).toBe('immuno')
  })

  test('a mix named for the vaccine before wins over the general one', () => {
    const named = { ...mix, id: 'named', familyBefore: 'az', needsConsent: true }
    expect(findMixRule(rules([interval], [mix, named]), second('pfizer'))?.id).toBe('named')
    expect(findMixRule(rules([interval], [mix, named]), second('az'))).toBeNull()
  })

  test('a row that only warns lets the dose be given early, says so before and flags it after', () => {
    const set = rules([{ ...interval, verdict: 'warn' }])
    expect(nextOn('2021-09-20', set)).toMatchObject({ kind: 'due', products: [{ advice: ['early'] }] })
    expect(nextOn('2021-09-29', set)).toMatchObject({ kind: 'due', products: [{ advice: [] }] })
    const facts = [dose('a', 'vaxzevria', '2021-09-01'), dose('b', 'vaxzevria', '2021-09-20')]
    expect(judge(facts, [], adult, set).standings[1]).toMatchObject({ flags: ['interval'], rulesVersion: 7 })
  })

  test('past the advised time the dose is due and late', () => {
    const set = rules([{ ...interval, advisedMaxDays: 84 }])
    expect(nextOn('2021-11-24', set)).toMatchObject({ kind: 'due', products: [{ advice: [] }] })
    expect(nextOn('2021-11-25', set)).toMatchObject({ kind: 'due', products: [{ advice: ['late'] }] })
  })

  test('a mix may warn, be refused, or ask for a longer wait', () => {
    const mixed = (row: Partial<MixRule>) =>
      nextOn('2021-10-01', rules([interval], [{ ...mix, ...row }]), 'comirnaty-30')
    expect(mixed({ verdict: 'warn' })).toMatchObject({ kind: 'due', products: [{ advice: ['mix'] }] })
    expect(mixed({ verdict: 'override' }).kind).toBe('wrong-product')
    expect(mixed({ minDays: 56 })).toMatchObject({ kind: 'too-early', earliestOn: '2021-10-27' })
  })

  test('several antigens at once are a question wrongly put', () => {
    const measles = { ...product('vaxzevria'), antigen: 'measles' }
    expect(() => decideNextDose(adult, [], [product('vaxzevria'), measles], rules([]), '2021-10-01')).toThrow(
      RangeError,
    )
  })
})
