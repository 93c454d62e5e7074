import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareGroupCodes,
  decideCalls,
  findLeftOut,
  hoursOf,
  sessionSlots,
  slotTimes,
  type CallCandidate,
} from '#domain/calling.ts'
import { checkParts } from '#domain/targets.ts'
import { vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import type { Product, Standing } from '#domain/vaccination/types.ts'

const on = '2021-10-18'
const products = productsOf('comirnaty-30')
const session = { on, products, rules: vietnamRules }
const adults = { step: 'primary-1', ageFrom: 18, ageTo: null, codes: null } as const

function productsOf(code: string): Product[] {
  const found = vietnamProducts.find((product) => product.code === code)
  return found === undefined ? [] : [{ ...found, id: code }]
}

function given(givenOn: string, step: Standing['step']): Standing {
  return {
    doseId: givenOn,
    personId: 'p',
    antigen: 'covid-19',
    family: 'pfizer',
    productId: 'pfizer',
    givenOn,
    givenAt: `${givenOn}T02:00:00.000Z`,
    dayRank: 0,
    step,
    basicDoses: 2,
    flags: [],
    rulesVersion: 1,
  }
}

function candidate(fields: Partial<CallCandidate> = {}): CallCandidate {
  return {
    personId: 'p',
    groupCode: '01',
    bornOn: '1980-05-01',
    bornPrecision: 'day',
    priorityCode: 10,
    withdrawn: false,
    called: false,
    calledElsewhere: false,
    standings: [],
    ...fields,
  }
}

describe('who is left out, and why', () => {
  test.each([
    ['nobody: never vaccinated, first dose', candidate(), 'primary-1', null],
    ['does not wish it', candidate({ withdrawn: true }), 'primary-1', 'withdrawn'],
    ['is called to another session', candidate({ calledElsewhere: true }), 'primary-1', 'called-elsewhere'],
    [
      'has had the first, asked for the first',
      candidate({ standings: [given('2021-09-01', 'primary-1')] }),
      'primary-1',
      'other-step',
    ],
    [
      'second falls due on the day',
      candidate({ standings: [given('2021-09-27', 'primary-1')] }),
      'primary-2',
      null,
    ],
    [
      'second is a day too early',
      candidate({ standings: [given('2021-09-28', 'primary-1')] }),
      'primary-2',
      'too-early',
    ],
    [
      'no booster is offered yet in October 2021',
      candidate({ standings: [given('2021-03-01', 'primary-1'), given('2021-03-22', 'primary-2')] }),
      'booster-1',
      'complete',
    ],
    ['eleven years old', candidate({ bornOn: '2010-10-19' }), 'primary-1', 'age'],
  ] as const)('%s', (_, person, step, reason) => {
    expect(findLeftOut(person, step, session)?.reason ?? null).toBe(reason)
  })

  test('too early says when it falls due', () => {
    const person = candidate({ standings: [given('2021-09-28', 'primary-1')] })
    expect(findLeftOut(person, 'primary-2', session)?.earliestOn).toBe('2021-10-19')
  })

  test('another vaccine than was given before is no call', () => {
    const products = productsOf('vero-cell')
    const person = candidate({ standings: [given('2021-09-01', 'primary-1')] })
    expect(findLeftOut(person, 'primary-2', { ...session, products })?.reason).toBe('wrong-product')
  })
})

const people = fc
  .array(
    fc.record({
      groupCode: fc.option(fc.constantFrom('1', '2', '10', '03')),
      year: fc.integer({ min: 1930, max: 2012 }),
      withdrawn: fc.boolean(),
      called: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((rows) =>
    rows.map(({ groupCode, year, withdrawn, called }, index) =>
      candidate({ personId: `p${index}`, groupCode, bornOn: `${year}-06-01`, withdrawn, called }),
    ),
  )
const shape = fc.record({
  slot: fc.constantFrom(...sessionSlots),
  capacity: fc.integer({ min: 1, max: 80 }),
  max: fc.integer({ min: 1, max: 80 }),
})

describe('calls', () => {
  test('nobody is lost, seats and the wish hold, and groups and ages come in order', () => {
    fc.assert(
      fc.property(people, shape, (candidates, { slot, capacity, max }) => {
        const hours = hoursOf(slot, capacity, new Map())
        const { calls, leftOut, calledBefore } = decideCalls(candidates, adults, { ...session, hours, max })
        const selected = candidates.filter((each) => each.bornOn <= '2003-10-18')
        expect(calls.length + leftOut.length + calledBefore).toBe(selected.length)
        expect(calls.length).toBeLessThanOrEqual(Math.min(capacity, max))
        for (const { time, seats } of hours)
          expect(calls.filter((call) => call.time === time).length).toBeLessThanOrEqual(seats)
        const byId = new Map(candidates.map((each) => [each.personId, each]))
        for (const [index, call] of calls.entries()) {
          const before = calls[index - 1]
          if (before === undefined) continue
          expect(before.time <= call.time).toBe(true)
          const order = compareGroupCodes(before.groupCode, call.groupCode)
          expect(order).toBeLessThanOrEqual(0)
          if (order === 0)
            expect(byId.get(before.personId)!.bornOn <= byId.get(call.personId)!.bornOn).toBe(true)
        }
        // A free seat and somebody without one do not exist together.
        const isFull = calls.length === Math.min(capacity, max)
        expect(leftOut.some((each) => each.reason === 'no-seat') && !isFull).toBe(false)
      }),
    )
  })

  test('the order in which people are read changes nothing', () => {
    fc.assert(
      fc.property(people, shape, (candidates, { slot, capacity, max }) => {
        const hours = hoursOf(slot, capacity, new Map())
        const one = decideCalls(candidates, adults, { ...session, hours, max })
        const two = decideCalls(candidates.toReversed(), adults, { ...session, hours, max })
        expect(two.calls).toEqual(one.calls)
      }),
    )
  })

  test('hours share out the capacity exactly, and what is taken stays taken', () => {
    fc.assert(
      fc.property(
        shape,
        fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 7, maxLength: 7 }),
        ({ slot, capacity }, people) => {
          const whole = hoursOf(slot, capacity, new Map())
          expect(whole.reduce((so, hour) => so + hour.seats, 0)).toBe(capacity)
          const taken = new Map<string | null, number>(
            slotTimes[slot].map((time, index) => [time, Math.min(people[index]!, whole[index]!.seats)]),
          )
          taken.set(null, people[6]!)
          const all = [...taken.values()].reduce((so, count) => so + count, 0)
          const left = hoursOf(slot, capacity, taken).reduce((so, hour) => so + hour.seats, 0)
          expect(left).toBe(Math.max(0, capacity - all))
        },
      ),
    )
  })

  test('group 2 comes before group 10, and no group last', () => {
    expect(['10', null, '2', '1'].toSorted(compareGroupCodes)).toEqual(['1', '2', '10', null])
  })
})

describe('parts of a ward against the whole', () => {
  test('says nothing while parts are missing and the rest may still fit', () => {
    expect(checkParts(100, [40, null])).toBeNull()
    expect(checkParts(100, [40, 60])).toBeNull()
    expect(checkParts(null, [40])).toBeNull()
    expect(checkParts(100, [null, null])).toBeNull()
  })

  test('says over as soon as it is, and under only when all are set', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.option(fc.nat(500)), { maxLength: 8 }), (whole, parts) => {
        const sum = parts.reduce<number>((so, persons) => so + (persons ?? 0), 0)
        const verdict = checkParts(whole, parts)?.verdict ?? null
        const allSet = parts.length > 0 && parts.every((persons) => persons !== null)
        expect(verdict).toBe(sum > whole ? 'over' : allSet && sum < whole ? 'under' : null)
      }),
    )
  })
})
