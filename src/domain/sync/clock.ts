import type { Measure } from './queue.ts'

/** A round trip longer than this tells too little of the time. */
const ROUND_TRIP_MAX_MS = 20_000

/**
 * How far the phone's clock is off, from one round trip: the server stated its time about half-way.
 *
 * @param before what was known; kept when the trip took too long to tell more.
 * @param sentMs, gotMs by the phone's clock. A clock that was moved meanwhile counts from the answer alone.
 */
export function measureOffset(
  before: Measure | null,
  serverAt: string,
  sentMs: number,
  gotMs: number,
): Measure {
  const tripMs = gotMs - sentMs
  const isMoved = tripMs < 0
  if (!isMoved && tripMs > ROUND_TRIP_MAX_MS && before !== null) return before
  const phoneMs = isMoved ? gotMs : (sentMs + gotMs) / 2
  return { offsetMs: Math.round(Date.parse(serverAt) - phoneMs), serverAt }
}

/** A few seconds are the inexactness of measuring. */
const TOLERANCE_MS = 30_000
const FRESH_MS = 10 * 60_000

/**
 * Has the server to be asked for its time before the entry goes out? Not while the last measurement is of a few minutes
 * before it; when it seems older, or later than the entry, the clock may have been moved since.
 */
export function needsMeasure(capturedAt: string, atCapture: Measure | null, latest: Measure | null): boolean {
  if (latest === null) return true
  if (atCapture === null || atCapture.serverAt !== latest.serverAt) return false
  const elapsedMs = Date.parse(capturedAt) + atCapture.offsetMs - Date.parse(atCapture.serverAt)
  return elapsedMs < -TOLERANCE_MS || elapsedMs > FRESH_MS
}

/**
 * The offset to send an entry with. It was captured after the last measurement before it and before the one of now, so
 * the offset that puts it there is the right one; a clock that was moved in between is found by this.
 */
export function decideOffset(capturedAt: string, atCapture: Measure | null, atSending: Measure): number {
  if (atCapture === null) return atSending.offsetMs
  const capturedMs = Date.parse(capturedAt)
  const from = Date.parse(atCapture.serverAt)
  const to = Date.parse(atSending.serverAt)
  const outside = (offsetMs: number) => {
    const at = capturedMs + offsetMs
    return Math.max(from - at, at - to, 0)
  }
  if (outside(atCapture.offsetMs) <= TOLERANCE_MS) return atCapture.offsetMs
  return outside(atSending.offsetMs) < outside(atCapture.offsetMs) ? atSending.offsetMs : atCapture.offsetMs
}
