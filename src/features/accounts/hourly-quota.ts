import type { Actor } from '#domain/access.ts'
import { Problem, type ProblemCode } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'

/** What an account may do so often in an hour, counted by the rows of the audit: one number for all replicas. */
export type HourlyQuota = { refusal: ProblemCode; actions: readonly string[]; max: number }

const HOUR_MS = 3_600_000

// Held until COMMIT, with which the audit has the row: of two at once the second counts the first.
const takeTurn = `SELECT pg_advisory_xact_lock(hashtextextended('quota ' || $1 || ' ' || $2, 0))`
const done = `
  SELECT count(*)::integer AS count, min(at) AS first FROM audit_entry
  WHERE actor_id = $1 AND at > $2 AND action = ANY ($3)`

/**
 * Asked first in the transaction that does it and writes it down.
 *
 * @throws Problem of the quota, with `limit` and `retryAfterS`.
 */
export async function requireQuota(
  tx: Tx,
  { accountId }: Actor,
  now: Date,
  quota: HourlyQuota,
): Promise<void> {
  const { refusal, actions, max } = quota
  await tx.$client.query(takeTurn, [refusal, accountId])
  const values = [accountId, new Date(now.getTime() - HOUR_MS), actions]
  const { rows } = await tx.$client.query<{ count: number; first: Date | null }>(done, values)
  const { count, first } = rows[0]!
  if (count < max || first === null) return
  const retryAfterS = Math.max(1, Math.ceil((first.getTime() + HOUR_MS - now.getTime()) / 1000))
  throw new Problem(refusal, { limit: max, retryAfterS })
}

/** Files with names and numbers: each group, list and site of a large ward once over; a whole city takes a whole day. */
export const exportQuota: HourlyQuota = {
  refusal: 'export.quota',
  actions: ['exportDoses', 'exportPeople', 'exportRoster', 'exportLotRecipients', 'listMissingPeople'],
  max: 30,
}
