import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settle } from '#domain/session-settlement.ts'
import {
  findLotFault,
  findUndecided,
  isExcursion,
  isOverdue,
  judgeReception,
  mayDo,
  stateAfter,
  transferStates,
  type Decision,
  type TransferAct,
} from '#domain/transfer.ts'

const acts: readonly TransferAct[] = ['dispatch', 'receive', 'close', 'cancel']
const vials = fc.nat(200)

describe('the states of a transfer', () => {
  test('every act leads away from the state in which it may be done, and no act leaves the last states', () => {
    for (const state of transferStates)
      for (const act of acts)
        if (mayDo(act, state)) expect([stateAfter(act, true), stateAfter(act, false)]).not.toContain(state)
    for (const act of acts) {
      expect(mayDo(act, 'closed')).toBe(false)
      expect(mayDo(act, 'cancelled')).toBe(false)
    }
  })

  test('whatever is tried in whatever order, it is dispatched at most once and received at most once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...acts), fc.boolean()), { maxLength: 30 }), (tried) => {
        let state: (typeof transferStates)[number] = 'approved'
        const done: TransferAct[] = []
        for (const [act, differs] of tried) {
          if (!mayDo(act, state)) continue
          state = stateAfter(act, differs)
          done.push(act)
        }
        expect(new Set(done).size).toBe(done.length)
        if (done.includes('receive')) expect(done.indexOf('dispatch')).toBeLessThan(done.indexOf('receive'))
      }),
    )
  })

  test('a transfer is overdue when it is under way or in dispute for more than a day', () => {
    const since = new Date('2021-10-16T01:00:00Z')
    const now = new Date('2021-10-17T01:00:00Z')
    const later = new Date(now.getTime() + 1)
    expect(transferStates.filter((state) => isOverdue(state, since, later))).toEqual([
      'dispatched',
      'discrepancy',
    ])
    expect(transferStates.some((state) => isOverdue(state, since, now))).toBe(false)
  })
})

const aCount = fc
  .record({ dispatched: vials, received: vials, damagedPart: fc.double({ min: 0, max: 1, noNaN: true }) })
  .chain(({ dispatched, received, damagedPart }) =>
    fc.boolean().map((excursion) => ({
      lotId: 'lot-1',
      dispatched,
      received,
      damaged: Math.floor(received * damagedPart),
      excursion,
    })),
  )

describe('what the receiver counted', () => {
  test('each vial sent either arrives or is held; none arrives that is damaged, too warm, or was not sent', () => {
    fc.assert(
      fc.property(aCount, (count) => {
        const { arriving, held, over } = judgeReception(count)
        expect(arriving + held).toBe(count.dispatched)
        expect(over).toBe(Math.max(0, count.received - count.dispatched))
        expect(arriving).toBeLessThanOrEqual(count.received - count.damaged)
        if (count.excursion) expect(arriving).toBe(0)
        expect(Math.min(arriving, held, over)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('no difference is named exactly when all arrives and nothing is left to decide', () => {
    fc.assert(
      fc.property(aCount, (count) => {
        const { differences, held, over } = judgeReception(count)
        const nothingLeft = held === 0 && over === 0
        if (differences.length === 0) expect(nothingLeft).toBe(true)
        if (nothingLeft && count.damaged === 0 && !(count.excursion && count.received > 0))
          expect(differences).toEqual([])
      }),
    )
  })

  test('each kind of difference has its code', () => {
    const judge = (dispatched: number, received: number, damaged = 0, excursion = false) =>
      judgeReception({ lotId: 'lot-1', dispatched, received, damaged, excursion }).differences
    expect(judge(20, 20)).toEqual([])
    expect(judge(20, 19)).toEqual(['short'])
    expect(judge(20, 21)).toEqual(['over'])
    expect(judge(0, 3)).toEqual(['wrong-lot'])
    expect(judge(20, 20, 2)).toEqual(['damaged'])
    expect(judge(20, 19, 1, true)).toEqual(['short', 'damaged', 'excursion'])
  })

  test('a dispute is decided when the fates of each lot add up to what is held and over, and only then', () => {
    const splitOf = (total: number, cut: number): [number, number] => [
      Math.min(cut, total),
      Math.max(0, total - cut),
    ]
    fc.assert(
      fc.property(vials, vials, vials, vials, (held, over, cut, cutOver) => {
        const [lost, wasted] = splitOf(held, cut)
        const [found, fromSender] = splitOf(over, cutOver)
        const all: Decision[] = [
          { lotId: 'a', fate: 'lost', vials: lost },
          { lotId: 'a', fate: 'wasted', vials: wasted },
          { lotId: 'a', fate: 'found', vials: found },
          { lotId: 'a', fate: 'from-sender', vials: fromSender },
        ]
        const decisions = all.filter((each) => each.vials > 0)
        expect(findUndecided([{ lotId: 'a', held, over }], decisions)).toBeNull()
        for (const one of decisions)
          expect(
            findUndecided(
              [{ lotId: 'a', held, over }],
              decisions.filter((each) => each !== one),
            ),
          ).toEqual({ lotId: 'a', held, over })
        expect(
          findUndecided([{ lotId: 'a', held, over }], [...decisions, { lotId: 'b', fate: 'lost', vials: 1 }]),
        ).toEqual({ lotId: 'b', held: 0, over: 0 })
      }),
    )
  })

  test('found vials cannot make up for lost ones', () => {
    const disputes = [{ lotId: 'a', held: 2, over: 0 }]
    expect(findUndecided(disputes, [{ lotId: 'a', fate: 'found', vials: 2 }])).toEqual(disputes[0])
  })
})

describe('temperature on the way', () => {
  const fridge = { storeClass: 'fridge-2-8', thawDays: null }
  const ultraCold = { storeClass: 'ultra-cold-80', thawDays: 31 }
  test('every reading must lie in one range of the product', () => {
    expect(isExcursion(fridge, [20, 45, 80])).toBe(false)
    expect(isExcursion(fridge, [45, 81])).toBe(true)
    expect(isExcursion(fridge, [-5, 45])).toBe(true)
    expect(isExcursion(ultraCold, [45, 60])).toBe(false)
    expect(isExcursion(ultraCold, [-800, -700])).toBe(false)
    expect(isExcursion(ultraCold, [-800, 45])).toBe(true)
  })
  test('Sputnik V keeps no time thawed: 2–8 °C is an excursion', () => {
    expect(isExcursion({ storeClass: 'freezer-20', thawDays: 0 }, [45])).toBe(true)
  })
  test('a store class that nobody knows is not judged', () => {
    expect(isExcursion({ storeClass: 'cellar', thawDays: null }, [300])).toBe(false)
  })
})

test('a lot may go out up to its last day; recall weighs more than quarantine, quarantine more than age', () => {
  expect(findLotFault({ status: 'ok', useByOn: '2021-10-17' }, '2021-10-17')).toBeNull()
  expect(findLotFault({ status: 'ok', useByOn: null }, '2021-10-17')).toBeNull()
  expect(findLotFault({ status: 'ok', useByOn: '2021-10-16' }, '2021-10-17')).toBe('stock.lot-expired')
  expect(findLotFault({ status: 'quarantine', useByOn: '2021-10-16' }, '2021-10-17')).toBe(
    'stock.lot-quarantined',
  )
  expect(findLotFault({ status: 'recalled', useByOn: '2021-10-16' }, '2021-10-17')).toBe('stock.lot-recalled')
})

describe('settling a session', () => {
  const aSettlement = fc.record({
    bookDoses: fc.integer({ min: -300, max: 600 }),
    vialsIssued: fc.nat(100),
    closedVials: fc.nat(100),
    discardedDoses: fc.option(fc.nat(60)),
    dosesPerVial: fc.constantFrom(1, 5, 6, 10),
    extra: fc.nat(4),
  })

  test('afterwards the books hold nothing, and no part is negative', () => {
    fc.assert(
      fc.property(aSettlement, ({ extra, ...count }) => {
        const result = settle({ ...count, maxDosesPerVial: count.dosesPerVial + extra })
        if (result === null) {
          expect(count.closedVials).toBeGreaterThan(count.vialsIssued)
          return
        }
        const { returned, discarded, missing, overfill, found } = result
        expect(returned + discarded + missing - overfill - found).toBe(count.bookDoses)
        expect(Math.min(returned, discarded, missing, overfill, found)).toBeGreaterThanOrEqual(0)
        expect(Math.min(missing, found + overfill)).toBe(0)
        const opened = count.vialsIssued - count.closedVials
        expect(overfill).toBeLessThanOrEqual(opened * extra)
      }),
    )
  })

  const ten = { dosesPerVial: 6, maxDosesPerVial: 7, vialsIssued: 20, discardedDoses: null }
  test('what is left in opened vials is wasted', () => {
    expect(settle({ ...ten, bookDoses: 120 - 50, closedVials: 11 })).toEqual({
      returned: 66,
      discarded: 4,
      overfill: 0,
      missing: 0,
      found: 0,
    })
  })
  test('the seventh doses of opened vials are overfill; more than vials can give is unaccounted', () => {
    expect(settle({ ...ten, bookDoses: 120 - 123, closedVials: 0 })).toMatchObject({ overfill: 3, found: 0 })
    expect(settle({ ...ten, bookDoses: 120 - 145, closedVials: 0 })).toMatchObject({ overfill: 20, found: 5 })
  })
  test('counted rests that leave doses unexplained are missing', () => {
    expect(settle({ ...ten, bookDoses: 70, closedVials: 11, discardedDoses: 1 })).toMatchObject({
      discarded: 1,
      missing: 3,
    })
  })
  test('more closed vials than were issued must be counted again', () => {
    expect(settle({ ...ten, bookDoses: 120, closedVials: 21 })).toBeNull()
  })
})
