import { takePace, type PaceState } from '#domain/devices.ts'
import { Problem } from '#domain/problem.ts'
import type { Deps } from '#http/types.ts'

/** All phones of a city, twice; beyond it the oldest goes. */
const KEPT_MAX = 20_000
const paces = new WeakMap<Deps['db'], Map<string, PaceState>>()

/**
 * Counts one request of a phone, after its signature was found good, so that nobody else uses up its share. A whole site
 * sits behind one address: what the address may ask says nothing of one phone that has gone wild.
 *
 * @throws Problem `request.too-many`.
 */
export function takeDevicePace(deps: Pick<Deps, 'db' | 'clock'>, deviceId: string): void {
  const kept = paces.get(deps.db) ?? new Map<string, PaceState>()
  paces.set(deps.db, kept)
  const { state, retryAfterS } = takePace(kept.get(deviceId) ?? null, deps.clock().getTime())
  kept.delete(deviceId)
  const [oldest] = kept.keys()
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  kept.set(deviceId, state)
  if (retryAfterS > 0) throw new Problem('request.too-many', { retryAfterS })
}
