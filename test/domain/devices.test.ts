import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEVICES_MAX, findDeviceInTheWay, PACE, takePace, type PaceState } from '#domain/devices.ts'

const DAY_MS = 86_400_000
const now = new Date('2021-10-17T01:00:00Z')

describe('how many phones one person works with', () => {
  test('five heard of within two weeks; the one named is the longest silent of them', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 30 * DAY_MS }), { maxLength: 20 })
    fc.assert(
      fc.property(ages, (all) => {
        const devices = all.map((age, at) => ({ id: String(at), heardAt: new Date(now.getTime() - age) }))
        const active = all.filter((age) => age < 14 * DAY_MS)
        const inTheWay = findDeviceInTheWay(devices, now)
        if (active.length < DEVICES_MAX) expect(inTheWay).toBeNull()
        else expect(now.getTime() - inTheWay!.heardAt.getTime()).toBe(Math.max(...active))
      }),
    )
  })
})

describe('how much one phone may ask', () => {
  test('never more than its share in any window, and after the wait it may ask again', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 900 })
    fc.assert(
      fc.property(gaps, (all) => {
        let state: PaceState | null = null
        let at = 0
        const taken: number[] = []
        for (const gap of all) {
          at += gap
          const asked: ReturnType<typeof takePace> = takePace(state, at)
          state = asked.state
          if (asked.retryAfterS === 0) taken.push(at)
          else expect(takePace(state, at + asked.retryAfterS * 1000).retryAfterS).toBe(0)
        }
        // A fixed window lets two shares meet at its edge and no more.
        for (const start of taken)
          expect(
            taken.filter((time) => time >= start && time < start + PACE.windowMs).length,
          ).toBeLessThanOrEqual(2 * PACE.requests)
      }),
      { numRuns: 30 },
    )
  })

  test('a clock that is set back blocks nobody', () => {
    const full = { startedAt: now.getTime(), requests: PACE.requests }
    expect(takePace(full, now.getTime()).retryAfterS).toBe(60)
    expect(takePace(full, now.getTime() - DAY_MS).retryAfterS).toBe(0)
  })
})
