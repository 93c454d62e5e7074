import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideOffset, measureOffset, needsMeasure } from '#domain/sync/clock.ts'
import { afterCut, larger, readRefusal, smaller, waitAfter, waitInTrouble } from '#domain/sync/pace.ts'
import {
  BATCH_BYTES_MAX,
  BATCH_MAX,
  chooseBatch,
  isOver,
  isReceived,
  KEPT_MS,
  type KeptReceipt,
  type Waiting,
} from '#domain/sync/queue.ts'

const NOON = Date.parse('2021-10-17T05:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const receipt = (timelineId: string, at: number): KeptReceipt => ({
  outcome: 'accepted',
  stored: 'accepted',
  reason: null,
  flags: [],
  timelineId,
  at: iso(at),
})

describe('what goes out', () => {
  const aWaiting: fc.Arbitrary<Waiting> = fc.record({
    id: fc.uuid(),
    seq: fc.nat(10_000),
    bytes: fc.integer({ min: 1, max: 200_000 }),
    trouble: fc.option(
      fc.record({ why: fc.constant('request.invalid'), tries: fc.integer({ min: 1, max: 9 }) }),
    ),
  })

  test('the oldest, within number and bytes, never a troubled one among others; nothing only when nothing is due', () => {
    fc.assert(
      fc.property(
        fc.array(aWaiting),
        fc.integer({ min: 1, max: BATCH_MAX }),
        fc.boolean(),
        (waiting, size, due) => {
          const batch = chooseBatch(waiting, size, () => due)
          expect(batch.length).toBeLessThanOrEqual(size)
          const healthy = waiting.filter(({ trouble }) => trouble === null)
          if (healthy.length === 0) {
            expect(batch.length).toBe(due && waiting.length > 0 ? 1 : 0)
            return
          }
          expect(batch.length).toBeGreaterThan(0)
          expect(batch.every(({ trouble }) => trouble === null)).toBe(true)
          const bytes = batch.reduce((sum, one) => sum + one.bytes, 0)
          expect(batch.length === 1 || bytes <= BATCH_BYTES_MAX).toBe(true)
          const first = Math.min(...healthy.map(({ seq }) => seq))
          expect(batch[0]!.seq).toBe(first)
        },
      ),
    )
  })

  test('one entry larger than a batch still goes', () => {
    const big = { id: 'a', seq: 1, bytes: BATCH_BYTES_MAX * 2, trouble: null }
    expect(chooseBatch([big, { ...big, id: 'b', seq: 2 }], BATCH_MAX, () => true)).toEqual([big])
  })
})

describe('what the phone may forget', () => {
  test('a receipt of another timeline is none, and fourteen days are the server’s', () => {
    expect(isReceived(receipt('a', NOON), 'a')).toBe(true)
    expect(isReceived(receipt('a', NOON), 'b')).toBe(false)
    expect(isReceived(null, null)).toBe(false)
    expect(isOver(receipt('a', NOON), 'a', iso(NOON + KEPT_MS))).toBe(false)
    expect(isOver(receipt('a', NOON), 'a', iso(NOON + KEPT_MS + 1))).toBe(true)
    expect(isOver(receipt('a', NOON), 'b', iso(NOON + 2 * KEPT_MS))).toBe(false)
    expect(isOver(null, 'a', iso(NOON + 2 * KEPT_MS))).toBe(false)
  })
})

describe('how far the clock is off', () => {
  const someMs = fc.integer({ min: -400 * 86_400_000, max: 400 * 86_400_000 })

  test('one round trip tells it to within half of the trip', () => {
    fc.assert(
      fc.property(someMs, fc.nat(10_000), fc.nat(10_000), (offMs, there, back) => {
        const sent = NOON - offMs
        const measured = measureOffset(null, iso(NOON + there), sent, sent + there + back)
        expect(Math.abs(measured.offsetMs - offMs)).toBeLessThanOrEqual((there + back) / 2 + 1)
      }),
    )
  })

  test('a very slow answer tells less than what was known', () => {
    const known = { offsetMs: 5, serverAt: iso(NOON) }
    expect(measureOffset(known, iso(NOON + 60_000), NOON, NOON + 60_000)).toBe(known)
    expect(measureOffset(null, iso(NOON), NOON, NOON + 60_000).offsetMs).toBe(-30_000)
  })

  test('a clock moved while offline, before the entry, is found: the entry lands between the two measurements', () => {
    fc.assert(
      fc.property(
        someMs,
        someMs.filter((ms) => Math.abs(ms) > 3 * 86_400_000),
        fc.integer({ min: 11 * 60_000, max: 86_400_000 }),
        fc.integer({ min: 0, max: 86_400_000 }),
        (offMs, movedMs, laterMs, sentLaterMs) => {
          const atCapture = { offsetMs: offMs, serverAt: iso(NOON) }
          const trueAt = NOON + laterMs
          const capturedAt = iso(trueAt - offMs + movedMs)
          expect(needsMeasure(capturedAt, atCapture, atCapture)).toBe(true)
          const atSending = { offsetMs: offMs - movedMs, serverAt: iso(trueAt + sentLaterMs) }
          const offset = decideOffset(capturedAt, atCapture, atSending)
          expect(Date.parse(capturedAt) + offset).toBe(trueAt)
        },
      ),
    )
  })

  test('a clock that nobody moved keeps the offset of its hour', () => {
    fc.assert(
      fc.property(
        someMs,
        fc.nat(86_400_000),
        fc.nat(86_400_000),
        fc.integer({ min: -900, max: 900 }),
        (offMs, laterMs, sentLaterMs, noise) => {
          const atCapture = { offsetMs: offMs, serverAt: iso(NOON) }
          const atSending = { offsetMs: offMs + noise, serverAt: iso(NOON + laterMs + sentLaterMs) }
          expect(decideOffset(iso(NOON + laterMs - offMs), atCapture, atSending)).toBe(offMs)
        },
      ),
    )
  })

  test('the server is asked first only when the last measurement is old, or none', () => {
    const known = { offsetMs: 0, serverAt: iso(NOON) }
    expect(needsMeasure(iso(NOON + 60_000), known, known)).toBe(false)
    expect(needsMeasure(iso(NOON + 3_600_000), known, known)).toBe(true)
    expect(needsMeasure(iso(NOON + 3_600_000), known, { offsetMs: 0, serverAt: iso(NOON + 3_700_000) })).toBe(
      false,
    )
    expect(needsMeasure(iso(NOON), null, null)).toBe(true)
    expect(needsMeasure(iso(NOON), null, known)).toBe(false)
  })
})

describe('how long to wait', () => {
  const aChance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  test('longer with each failure, never beyond a minute, and never all phones at one moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), aChance, (failures, chance) => {
        expect(waitAfter(failures, chance)).toBeGreaterThanOrEqual(500)
        expect(waitAfter(failures, chance)).toBeLessThanOrEqual(60_000)
        expect(waitAfter(failures + 1, chance)).toBeGreaterThanOrEqual(waitAfter(failures, chance))
        expect(waitInTrouble(failures, chance)).toBeLessThanOrEqual(3_600_000)
        expect(waitInTrouble(failures, chance)).toBeGreaterThanOrEqual(15_000)
      }),
    )
    expect(waitAfter(5, 0)).toBeLessThan(waitAfter(5, 0.9))
  })

  test('a refused batch is halved down to one, and grows again to the whole', () => {
    let size: number = BATCH_MAX
    for (let i = 0; i < 10; i++) size = smaller(size)
    expect(size).toBe(1)
    for (let i = 0; i < 10; i++) size = larger(size)
    expect(size).toBe(BATCH_MAX)
  })

  test('a batch that was cut off is halved, but a dead network makes no crumbs', () => {
    expect([50, 25, 12, 10, 3].map(afterCut)).toEqual([25, 12, 10, 10, 10])
  })

  test('what a status means', () => {
    expect([401, 403].map(readRefusal)).toEqual(['sign-in', 'sign-in'])
    expect([400, 413, 415, 422, 500].map(readRefusal)).toEqual(Array(5).fill('content'))
    expect([404, 429, 502, 503, 504].map(readRefusal)).toEqual(Array(5).fill('later'))
  })
})
