import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeWatch, LOCK_AFTER_MS, touchWatch, type Watch } from '#domain/idle.ts'

type Step = { touch: boolean; afterMs: number }
const steps = fc.array(
  fc.record({ touch: fc.boolean(), afterMs: fc.integer({ min: -LOCK_AFTER_MS, max: 2 * LOCK_AFTER_MS }) }),
  { maxLength: 40 },
)

function play(all: readonly Step[]): { watch: Watch; atMs: number }[] {
  let atMs = 1_634_432_400_000
  let watch = judgeWatch(null, 'a', atMs)
  return all.map(({ touch, afterMs }) => {
    atMs += afterMs
    watch = touch ? touchWatch(watch, atMs) : judgeWatch(watch, 'a', atMs)
    return { watch, atMs }
  })
}

describe('a phone that lies about', () => {
  test('is locked ten minutes after the last touch, and once locked no touch and no clock opens it', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let wasLocked = false
        for (const { watch, atMs } of play(all)) {
          if (wasLocked) expect(watch.isLocked).toBe(true)
          expect(watch.isLocked || atMs - watch.activeAtMs < LOCK_AFTER_MS).toBe(true)
          wasLocked = watch.isLocked
        }
      }),
    )
  })

  test('stays open while somebody works with it', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: LOCK_AFTER_MS - 1 }), { maxLength: 40 })
    fc.assert(
      fc.property(gaps, (all) => {
        const played = play(all.map((afterMs) => ({ touch: true, afterMs })))
        expect(played.some(({ watch }) => watch.isLocked)).toBe(false)
      }),
    )
  })

  test('another person begins with an open one', () => {
    const locked = { accountId: 'a', activeAtMs: 0, isLocked: true }
    expect(judgeWatch(locked, 'b', LOCK_AFTER_MS * 3).isLocked).toBe(false)
    expect(judgeWatch(locked, 'a', 0).isLocked).toBe(true)
  })
})
