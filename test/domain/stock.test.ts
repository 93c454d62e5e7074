import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import type { LotEvent, Movement, MovementKind } from '#domain/stock.ts'
import {
  compareFefo,
  eventsStandingOn,
  expiryOn,
  findMovementFault,
  foldFlows,
  holderKinds,
  identityGap,
  keepsBalance,
  lotStatusOn,
  mayGoBelowZero,
  movementKinds,
  routes,
  thawEndsOn,
  useByOn,
} from '#domain/stock.ts'

const aMovement: fc.Arbitrary<Movement> = fc
  .record({
    kind: fc.constantFrom<MovementKind>(...movementKinds),
    ends: fc.shuffledSubarray(['supplier', 'centre', 'ward', 'session', 'used', 'wasted'], {
      minLength: 2,
      maxLength: 2,
    }),
    lotId: fc.constantFrom('lot-1', 'lot-2'),
    doses: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ ends, kind, lotId, doses }) => ({
    kind,
    fromHolderId: ends[0]!,
    toHolderId: ends[1]!,
    lotId,
    doses,
  }))

describe('the ledger', () => {
  test('doses are conserved: whatever moves, all holders together hold zero of each lot', () => {
    fc.assert(
      fc.property(fc.array(aMovement, { maxLength: 60 }), (movements) => {
        const flows = foldFlows(movements)
        for (const lotId of ['lot-1', 'lot-2']) {
          const ofLot = flows.filter((flow) => flow.lotId === lotId)
          expect(ofLot.reduce((sum, flow) => sum + flow.balance, 0)).toBe(0)
        }
        for (const flow of flows) expect(identityGap(0, flow.in, flow.out, flow.balance)).toBe(0)
      }),
    )
  })

  test('does not depend on the order of its lines, and a day closes where the next one opens', () => {
    fc.assert(
      fc.property(fc.array(aMovement, { maxLength: 40 }), fc.nat(40), (movements, cut) => {
        const whole = foldFlows(movements)
        expect(foldFlows(movements.toReversed())).toEqual(whole)
        const opening = foldFlows(movements.slice(0, cut))
        const day = foldFlows(movements.slice(cut))
        for (const { holderId, lotId, balance } of whole) {
          const find = (flows: typeof whole) =>
            flows.find((each) => each.holderId === holderId && each.lotId === lotId)
          const moved = find(day) ?? { in: 0, out: 0 }
          expect(identityGap(find(opening)?.balance ?? 0, moved.in, moved.out, balance)).toBe(0)
        }
      }),
    )
  })

  test('only a session and a fridge may go below zero, and boundaries keep no balance', () => {
    expect(holderKinds.filter(mayGoBelowZero)).toEqual(['fridge', 'session'])
    expect(holderKinds.filter((kind) => !keepsBalance(kind))).toEqual([
      'supplier',
      'used',
      'wasted',
      'unaccounted',
      'overfill',
    ])
    expect(holderKinds.filter(mayGoBelowZero).every(keepsBalance)).toBe(true)
  })

  test('stores move whole vials; doses and what is left in open vials do not', () => {
    expect(findMovementFault('dispatch', 'ward', 'transit', 60, 6)).toBeNull()
    expect(findMovementFault('dispatch', 'ward', 'transit', 61, 6)).toBe('broken-vial')
    expect(findMovementFault('issue', 'fridge', 'session', 7, 6)).toBe('broken-vial')
    expect(findMovementFault('use', 'session', 'used', 1, 6)).toBeNull()
    expect(findMovementFault('waste-open', 'session', 'wasted', 5, 6)).toBeNull()
    expect(findMovementFault('waste-closed', 'centre', 'wasted', 5, 6)).toBe('broken-vial')
    expect(findMovementFault('overfill', 'overfill', 'session', 1, 6)).toBeNull()
  })

  test('a line goes where its kind goes, in positive whole doses', () => {
    expect(findMovementFault('use', 'fridge', 'used', 1, 6)).toBe('no-such-route')
    expect(findMovementFault('dispatch', 'session', 'transit', 6, 6)).toBe('no-such-route')
    expect(findMovementFault('dispatch', 'ward', 'fridge', 6, 6)).toBe('no-such-route')
    for (const doses of [0, -6, 0.5, Number.NaN]) {
      expect(findMovementFault('use', 'session', 'used', doses, 6)).toBe('doses-not-positive')
    }
  })

  test('nothing flows out of used or wasted but a dose taken back', () => {
    const leaving = (kind: 'used' | 'wasted') =>
      movementKinds.filter((each) => routes[each].from.includes(kind))
    expect(leaving('used')).toEqual(['unuse'])
    expect(leaving('wasted')).toEqual([])
  })
})

describe('lots', () => {
  const event = (
    id: string,
    kind: LotEvent['kind'],
    decidedOn: string,
    valueOn: string | null = null,
    withdrawsId: string | null = null,
  ): LotEvent => ({
    id,
    kind,
    decidedOn,
    valueOn,
    withdrawsId,
    at: `${decidedOn}T02:00:00.000Z`,
  })
  const events = [
    event('1', 'expiry', '2021-08-01', '2021-11-30'),
    event('2', 'expiry', '2021-11-15', '2022-02-28'),
    event('3', 'thaw', '2021-12-01', '2021-12-31'),
  ]

  test('a dose is judged by the expiry known on its day, not by a later extension', () => {
    expect(expiryOn(events, '2021-07-31')).toBeNull()
    expect(expiryOn(events, '2021-11-14')).toBe('2021-11-30')
    expect(expiryOn(events.toReversed(), '2021-11-15')).toBe('2022-02-28')
  })

  test('a thawed vial is used by the end of its thawed time', () => {
    expect(useByOn(events, '2021-11-20')).toBe('2022-02-28')
    expect(useByOn(events, '2021-12-02')).toBe('2021-12-31')
    expect(useByOn([events[2]!], '2021-12-02')).toBe('2021-12-31')
    expect(useByOn([], '2021-12-02')).toBeNull()
  })

  test('a lot is as old as its first thawed vial: no later thaw prolongs its use', () => {
    const days = fc.integer({ min: 0, max: 90 }).map((offset) => addDays('2021-10-01', offset))
    const thaw = fc.record({ decidedOn: days, valueOn: days })
    fc.assert(
      fc.property(fc.array(thaw, { minLength: 1, maxLength: 6 }), thaw, days, (before, later, onDay) => {
        const history = before.map(({ decidedOn, valueOn }, n) =>
          event(String(n), 'thaw', decidedOn, valueOn),
        )
        const end = thawEndsOn(history, onDay)
        const known = before.filter(({ decidedOn }) => decidedOn <= onDay).map(({ valueOn }) => valueOn)
        expect(end).toBe(known.toSorted()[0] ?? null)
        const more = [...history, event('later', 'thaw', later.decidedOn, later.valueOn)]
        expect((thawEndsOn(more, onDay) ?? '9999') <= (end ?? '9999')).toBe(true)
        expect(thawEndsOn(more.toReversed(), onDay)).toBe(thawEndsOn(more, onDay))
      }),
    )
  })

  test('a mistaken thaw counts until the day on which it was withdrawn, and the others decide from then on', () => {
    const wrong = event('1', 'thaw', '2021-10-01', '2021-10-20')
    const right = event('2', 'thaw', '2021-10-05', '2021-11-05')
    const withdrawal = event('3', 'withdrawal', '2021-10-05', null, '1')
    const history = [wrong, right, withdrawal]
    expect(thawEndsOn(history, '2021-10-04')).toBe('2021-10-20')
    expect(thawEndsOn(history, '2021-10-05')).toBe('2021-11-05')
    expect(thawEndsOn([withdrawal, wrong], '2021-10-05')).toBeNull()
    expect(eventsStandingOn(history.toReversed(), '2021-10-05')).toEqual([right, withdrawal])
  })

  test('a quarantine ends with its release, a recall never', () => {
    const history = [
      event('1', 'quarantine', '2021-08-01'),
      event('2', 'release', '2021-08-05'),
      event('3', 'recall', '2021-09-01'),
    ]
    expect(
      ['2021-07-31', '2021-08-01', '2021-08-05', '2021-09-01'].map((day) => lotStatusOn(history, day)),
    ).toEqual(['ok', 'quarantine', 'ok', 'recalled'])
    expect(lotStatusOn([...history, event('4', 'release', '2021-09-02')], '2021-09-03')).toBe('recalled')
  })

  test('first to expire comes out first; unknown expiry last; ties by id', () => {
    const lots = [
      { lotId: 'b', useByOn: '2022-01-01' },
      { lotId: 'c', useByOn: null },
      { lotId: 'a', useByOn: '2022-01-01' },
      { lotId: 'z', useByOn: '2021-12-01' },
    ]
    expect(lots.toSorted(compareFefo).map((lot) => lot.lotId)).toEqual(['z', 'a', 'b', 'c'])
  })
})
