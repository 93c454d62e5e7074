import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/dates.ts'
import { findLotAlarm, daysOfStock, isLow, type HeldLot } from '#domain/stock-alarms.ts'
import { addBooks, bookGap, emptyBook, foldBooks, type DatedMovement } from '#domain/stock-books.ts'
import { foldFlows, keepsBalance, movementKinds, routes, type HolderKind } from '#domain/stock.ts'
import { indicativeRate, isBeyondVials, wastageOf } from '#domain/wastage.ts'

const DAY = '2021-10-17'
const kindOf = (holderId: string) => holderId.split(':')[0] as HolderKind

/** A line that the rules allow, on one of thirty days. */
const aMovement: fc.Arbitrary<DatedMovement> = fc
  .record({
    kind: fc.constantFrom(...movementKinds),
    ends: fc.tuple(fc.nat(), fc.nat(), fc.nat(1), fc.nat(1)),
    lotId: fc.constantFrom('lot-1', 'lot-2'),
    doses: fc.integer({ min: 1, max: 500 }),
    day: fc.nat(29),
  })
  .map(({ kind, ends: [f, t, one, two], lotId, doses, day }) => {
    const { from, to } = routes[kind]
    return {
      fromHolderId: `${from[f % from.length]}:${one}`,
      toHolderId: `${to[t % to.length]}:${two}`,
      lotId,
      doses,
      occurredOn: addDays(DAY, day),
    }
  })
  .filter(({ fromHolderId, toHolderId }) => fromHolderId !== toHolderId)
const lines = fc.array(aMovement, { maxLength: 60 })
const aPeriod = fc.tuple(fc.nat(29), fc.nat(29)).map(([a, b]) => ({
  fromOn: addDays(DAY, Math.min(a, b)),
  toOn: addDays(DAY, Math.max(a, b)),
}))

describe('the books', () => {
  test('opening + received − sent − used − discarded + overfill ± unaccounted = closing, at every holder and lot', () => {
    fc.assert(
      fc.property(lines, aPeriod, (movements, period) => {
        for (const { book } of foldBooks(movements, kindOf, period)) expect(bookGap(book)).toBe(0)
      }),
    )
  })

  test('close on what all lines up to that day add up to, and the next day opens with it', () => {
    fc.assert(
      fc.property(lines, aPeriod, (movements, period) => {
        const known = movements.filter((line) => line.occurredOn <= period.toOn)
        const folded = foldFlows(known.map((line) => ({ ...line, kind: 'difference' as const }))).filter(
          ({ holderId }) => keepsBalance(kindOf(holderId)),
        )
        const books = foldBooks(movements, kindOf, period)
        expect(books.map(({ holderId, lotId, book }) => [holderId, lotId, book.closing])).toEqual(
          folded.map(({ holderId, lotId, balance }) => [holderId, lotId, balance]),
        )
        const next = { fromOn: addDays(period.toOn, 1), toOn: addDays(DAY, 40) }
        for (const { holderId, lotId, book } of foldBooks(movements, kindOf, next)) {
          const before = books.find((each) => each.holderId === holderId && each.lotId === lotId)
          expect(book.opening).toBe(before?.book.closing ?? 0)
        }
      }),
    )
  })

  test('what one holder sends another receives: over all of them only the supplier adds', () => {
    fc.assert(
      fc.property(lines, aPeriod, (movements, period) => {
        const total = foldBooks(movements, kindOf, period)
          .map(({ book }) => book)
          .reduce(addBooks, emptyBook)
        const supplied = movements
          .filter(
            ({ fromHolderId, occurredOn }) =>
              kindOf(fromHolderId) === 'supplier' && occurredOn >= period.fromOn && occurredOn <= period.toOn,
          )
          .reduce((sum, { doses }) => sum + doses, 0)
        expect(total.received - total.sent).toBe(supplied)
        expect(bookGap(total)).toBe(0)
      }),
    )
  })
})

describe('wastage', () => {
  test('the example of WHO: 12 vials of 10, 113 given, is 5.8 % and a factor of 1.06', () => {
    const only = {
      openedDoses: 120,
      givenDoses: 113,
      discardedUnopened: 0,
      handledDoses: 120,
      storageLevels: 1,
    }
    const { openRate, closedRate, totalRate, factor } = wastageOf(only)
    expect(openRate).toBeCloseTo(0.0583, 4)
    expect(closedRate).toBe(0)
    expect(totalRate).toBeCloseTo(0.0583, 4)
    expect(factor).toBeCloseTo(1.062, 3)
  })

  test('each level of storage loses its share of what is left', () => {
    const handled = { openedDoses: 1000, givenDoses: 900, discardedUnopened: 20, handledDoses: 1000 }
    expect(wastageOf({ ...handled, storageLevels: 2 }).totalRate).toBeCloseTo(1 - 0.98 ** 2 * 0.9, 12)
  })

  test('doses beyond the label make it negative, and nothing opened makes it unknown', () => {
    const opened = { openedDoses: 600, discardedUnopened: 0, handledDoses: 600, storageLevels: 1 }
    expect(wastageOf({ ...opened, givenDoses: 640 })).toMatchObject({ openRate: -40 / 600, closedRate: 0 })
    expect(isBeyondVials({ ...opened, givenDoses: 700 }, 7, 6)).toBe(false)
    expect(isBeyondVials({ ...opened, givenDoses: 701 }, 7, 6)).toBe(true)
    expect(
      wastageOf({
        openedDoses: 0,
        givenDoses: 0,
        discardedUnopened: 0,
        handledDoses: 0,
        storageLevels: 1,
      }),
    ).toEqual({ openRate: null, closedRate: null, totalRate: null, factor: null })
  })

  test('the more is given of what was opened, the less is wasted; the factor orders just enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 4 }),
        (openedDoses, givenDoses, discardedUnopened, storageLevels) => {
          const handled = {
            openedDoses,
            givenDoses,
            discardedUnopened,
            handledDoses: openedDoses + 1000,
            storageLevels,
          }
          const more = wastageOf({ ...handled, givenDoses: givenDoses + 1 })
          const { totalRate, factor } = wastageOf(handled)
          expect(more.totalRate!).toBeLessThan(totalRate!)
          if (factor !== null) expect(factor * (1 - totalRate!)).toBeCloseTo(1, 9)
        },
      ),
    )
  })

  test('indicative rates follow the size of the vial', () => {
    expect([1, 2, 6, 8, 10, 20].map(indicativeRate)).toEqual([0.05, 0.1, 0.1, null, 0.25, 0.25])
  })
})

describe('alarms', () => {
  const held: HeldLot = { doses: 60, status: 'ok', expiresOn: '2022-06-30', thawEndsOn: null }
  test.each([
    [{}, null],
    [{ doses: -1 }, 'negative'],
    [{ doses: 0, status: 'recalled' }, null],
    [{ status: 'recalled' }, 'recalled'],
    [{ expiresOn: '2021-10-16' }, 'expired'],
    [{ expiresOn: DAY }, 'expires-soon'],
    [{ expiresOn: '2021-11-16' }, 'expires-soon'],
    [{ expiresOn: '2021-11-17' }, null],
    [{ thawEndsOn: '2021-10-24' }, 'thaw-ends'],
    [{ thawEndsOn: '2021-10-25' }, null],
    [{ thawEndsOn: '2021-10-16' }, 'expired'],
    [{ thawEndsOn: '2021-10-24', expiresOn: '2021-10-20' }, 'expires-soon'],
    [{ status: 'quarantine' }, 'quarantine'],
    [{ expiresOn: null }, null],
  ] as const)('%j: %s', (change, expected) => {
    expect(findLotAlarm({ ...held, ...change }, DAY)).toBe(expected)
  })

  test('stock is low when it lasts fewer than three days at the pace of the week', () => {
    expect([isLow(299, 700), isLow(300, 700), isLow(0, 0), isLow(-6, 7)]).toEqual([true, false, false, true])
    expect([daysOfStock(299, 700), daysOfStock(0, 0), daysOfStock(-6, 7)]).toEqual([2, null, 0])
  })
})
