import { asc, eq, inArray, like, lt, sql } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import {
  afterFailure,
  lanePolicies,
  networkOf,
  PASS_SECONDS,
  waitOf,
  type LaneKind,
} from '#domain/sign-in.ts'
import { transact, type Tx } from '#db/db.ts'
import { signInThrottle } from '#db/tables/accounts.ts'
import type { Sealer } from '#db/seal.ts'
import type { Deps } from '#http/types.ts'

type Lane = { key: string; kind: LaneKind }

/** The lanes of one try. Keys are keyed hashes: neither a name nor an address is kept. */
export type Lanes = { lanes: Lane[]; passKey: string }

const short = (sealer: Sealer, purpose: string, text: string) =>
  sealer.lookup(purpose, text).toString('hex').slice(0, 32)

const accountKey = (sealer: Sealer, signInName: string) => short(sealer, 'throttle account', signInName)

/** @param from.deviceId a known device only: its lanes are its own, whatever others at the same address do. */
export function lanesOf(
  sealer: Sealer,
  from: { signInName: string; address: string; deviceId: string | null },
): Lanes {
  const account = accountKey(sealer, from.signInName)
  const passKey = `p:${account}`
  if (from.deviceId !== null) {
    return {
      passKey,
      lanes: [
        { key: `a:${account}:d:${from.deviceId}`, kind: 'account-device' },
        { key: `d:${from.deviceId}`, kind: 'device' },
      ],
    }
  }
  const network = short(sealer, 'throttle network', networkOf(from.address))
  return {
    passKey,
    lanes: [
      { key: `a:${account}`, kind: 'account' },
      { key: `a:${account}:n:${network}`, kind: 'account-network' },
      { key: `n:${network}`, kind: 'network' },
    ],
  }
}

/** People on no list who ask to join a shift. Nobody's word lets past it. */
export function joinLanesOf(sealer: Sealer, address: string): Lanes {
  const network = short(sealer, 'throttle network', networkOf(address))
  return { passKey: 'p:', lanes: [{ key: `j:${network}`, kind: 'join' }] }
}

const ownLanes = new Set<LaneKind>(['account-network', 'account-device'])

/**
 * Counts the try as failed before the secret is looked at, so that a thousand at once are a thousand failures; one
 * that turns out right is taken back. @throws Problem `sign-in.too-many`.
 */
export async function takeTry(deps: Pick<Deps, 'db' | 'clock'>, { lanes, passKey }: Lanes): Promise<void> {
  const now = deps.clock()
  const keys = lanes.map((lane) => lane.key).sort()
  await transact(deps.db, async (tx) => {
    await tx
      .insert(signInThrottle)
      .values(keys.map((key) => ({ key, failures: 0, lastAt: now })))
      .onConflictDoNothing()
    const rows = await tx
      .select()
      .from(signInThrottle)
      .where(inArray(signInThrottle.key, [...keys, passKey]))
      .orderBy(asc(signInThrottle.key))
      .for('update')
    const stateOf = new Map(rows.map((row) => [row.key, row]))
    const passed = waitOf(stateOf.get(passKey) ?? null, now) > 0
    const asked = lanes.filter((lane) => !passed || ownLanes.has(lane.kind))
    const retryAfterS = Math.max(...asked.map((lane) => waitOf(stateOf.get(lane.key) ?? null, now)))
    if (retryAfterS > 0) throw new Problem('sign-in.too-many', { retryAfterS })
    for (const { key, kind } of lanes) {
      const next = afterFailure(lanePolicies[kind], stateOf.get(key) ?? null, now)
      await tx.update(signInThrottle).set(next).where(eq(signInThrottle.key, key))
    }
  })
}

/** The try was no failure: taken back. */
export async function giveTryBack(tx: Tx, { lanes }: Lanes): Promise<void> {
  await tx
    .update(signInThrottle)
    .set({ failures: sql`greatest(${signInThrottle.failures} - 1, 0)`, blockedUntil: null })
    .where(
      inArray(
        signInThrottle.key,
        lanes.map((lane) => lane.key),
      ),
    )
}

/** Signed in: taken back, and what the person mistyped before is forgotten. The lanes that others share are kept. */
export async function forgiveTries(tx: Tx, lanes: Lanes): Promise<void> {
  await giveTryBack(tx, lanes)
  const own = lanes.lanes.filter((lane) => ownLanes.has(lane.kind)).map((lane) => lane.key)
  await tx.delete(signInThrottle).where(inArray(signInThrottle.key, own))
}

/** A helper's word: every lane of the account is emptied, and those that strangers may fill are passed for 10 minutes. */
export async function openPass(tx: Tx, sealer: Sealer, signInName: string, now: Date): Promise<void> {
  const account = accountKey(sealer, signInName)
  await tx.delete(signInThrottle).where(like(signInThrottle.key, `a:${account}%`))
  // `blockedUntil` of a pass is its end: the same clock, the other way round.
  const pass = { failures: 0, lastAt: now, blockedUntil: new Date(now.getTime() + PASS_SECONDS * 1000) }
  await tx
    .insert(signInThrottle)
    .values({ key: `p:${account}`, ...pass })
    .onConflictDoUpdate({ target: signInThrottle.key, set: pass })
}

/** Lanes without a failure for two days say nothing any more. */
export async function forgetOldLanes(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 2 * 24 * 3_600_000)
  await tx.delete(signInThrottle).where(lt(signInThrottle.lastAt, before))
}
