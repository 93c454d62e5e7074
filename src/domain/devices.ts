/** How many phones one person works with, and how much one phone may ask. */

/** A phone of one's own, a tablet of the site, and some to spare; a stranger with a PIN gets no farm of keys. */
export const DEVICES_MAX = 5
/** A phone that nobody has heard of for so long is in a drawer and in nobody's way. */
const HEARD_WITHIN_MS = 14 * 24 * 3_600_000

export type HeardDevice = { id: string; heardAt: Date }

/** Null: one more may be enrolled. Else the one that was silent for longest: the first to be taken off. */
export function findDeviceInTheWay<D extends HeardDevice>(devices: readonly D[], now: Date): D | null {
  const active = devices.filter(({ heardAt }) => now.getTime() - heardAt.getTime() < HEARD_WITHIN_MS)
  if (active.length < DEVICES_MAX) return null
  return active.reduce((oldest, one) => (one.heardAt < oldest.heardAt ? one : oldest))
}

/** Signed requests of one phone: a drain of 2,000 entries with its heartbeats fits into a few seconds of it. */
export const PACE = { requests: 300, windowMs: 60_000 } as const

export type PaceState = { startedAt: number; requests: number }

/** One more request at `nowMs`: the window after it, and seconds to wait, 0 = none. A clock set back begins anew. */
export function takePace(state: PaceState | null, nowMs: number): { state: PaceState; retryAfterS: number } {
  const over = state === null || nowMs < state.startedAt || nowMs - state.startedAt >= PACE.windowMs
  const next = over
    ? { startedAt: nowMs, requests: 1 }
    : { startedAt: state.startedAt, requests: state.requests + 1 }
  const leftMs = next.startedAt + PACE.windowMs - nowMs
  return { state: next, retryAfterS: next.requests > PACE.requests ? Math.ceil(leftMs / 1000) : 0 }
}
