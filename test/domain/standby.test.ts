import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { rankStandby, STANDBY_MAX, type StandbyCandidate } from '#domain/standby.ts'
import type { Standing } from '#domain/vaccination/types.ts'

const on = '2021-10-18'
const products = vietnamProducts
  .filter(({ code }) => code === 'comirnaty-30')
  .map((product) => ({ ...product, id: product.code }))
const ground = { on, products, rules: vietnamRules, homeGroups: ['03'] }

function given(personId: string, givenOn: string): Standing {
  return {
    doseId: `${personId}-${givenOn}`,
    personId,
    antigen: 'covid-19',
    family: 'pfizer',
    productId: 'comirnaty-30',
    givenOn,
    givenAt: `${givenOn}T02:00:00.000Z`,
    dayRank: 0,
    step: 'primary-1',
    basicDoses: 2,
    flags: [],
    rulesVersion: 1,
  }
}

const candidate = (personId: string, changes: Partial<StandbyCandidate> = {}): StandbyCandidate => ({
  personId,
  groupCode: '03',
  bornOn: '1980-01-01',
  bornPrecision: 'day',
  priorityCode: 10,
  isCalled: false,
  standings: [],
  ...changes,
})

const people = fc.array(
  fc.record({
    personId: fc.uuid(),
    groupCode: fc.constantFrom('01', '02', '03', '07', '12', 'A', null),
    bornOn: fc.constantFrom('1950-05-05', '1980-01-01', '2003-10-18', '2019-01-01'),
    isCalled: fc.boolean(),
    lastDose: fc.constantFrom(null, '2021-08-01', '2021-10-17', on),
  }),
  { maxLength: 60 },
)
const toCandidates = (all: { personId: string; lastDose: string | null }[]) =>
  all.map(({ lastDose, ...one }) =>
    candidate(one.personId, {
      ...one,
      standings: lastDose === null ? [] : [given(one.personId, lastDose)],
    }),
  )

describe('who may come to finish a vial', () => {
  test('only people who are due today for what is open, three for each dose left and never more than thirty', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 20 }), (all, dosesLeft) => {
        const named = rankStandby(toCandidates(all), ground, dosesLeft)
        expect(named.length).toBeLessThanOrEqual(Math.min(STANDBY_MAX, dosesLeft * 3))
        for (const { candidate: one, step } of named) {
          expect(one.bornOn < '2010').toBe(true)
          const last = one.standings[0]?.givenOn ?? null
          expect(last === null ? step : [step, last]).toEqual(
            last === null ? 'primary-1' : ['primary-2', '2021-08-01'],
          )
        }
      }),
    )
  })

  test('nobody is passed over: who is left out for want of doses stands behind all who are named', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 5 }), (all, dosesLeft) => {
        const everybody = rankStandby(toCandidates(all), ground, 10)
        const named = rankStandby(toCandidates(all), ground, dosesLeft)
        expect(named).toEqual(everybody.slice(0, named.length))
        const order = ['called-here', 'same-group', 'other-group']
        const places = everybody.map(({ why }) => order.indexOf(why))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }),
    )
  })

  test('the called first, then the groups of the session, then the nearest by number, the oldest of each first', () => {
    const all = [
      candidate('far', { groupCode: '12' }),
      candidate('unknown', { groupCode: null }),
      candidate('near', { groupCode: '04' }),
      candidate('home-young', { bornOn: '1999-01-01' }),
      candidate('home-old', { bornOn: '1940-01-01' }),
      candidate('called', { groupCode: '12', isCalled: true }),
      candidate('too-early', { standings: [given('too-early', '2021-10-10')] }),
    ]
    expect(rankStandby(all, ground, 6).map(({ candidate: one }) => one.personId)).toEqual([
      'called',
      'home-old',
      'home-young',
      'near',
      'far',
      'unknown',
    ])
    expect(rankStandby(all, ground, 0)).toEqual([])
  })
})
