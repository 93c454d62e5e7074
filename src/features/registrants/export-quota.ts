import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'

/** Each group, list and site of a large ward once over; a whole city, ward by ward, takes a whole day. */
const PER_HOUR_MAX = 30
const HOUR_MS = 3_600_000

const exported = `
  SELECT count(*)::integer AS count, min(at) AS first FROM audit_entry
  WHERE actor_id = $1 AND at > $2 AND action IN ('exportDoses', 'exportPeople')`

/** Counted by what the audit holds, so that it is one number for all replicas. @throws Problem `export.quota`. */
export async function requireExportQuota(tx: Tx, actor: Actor, now: Date): Promise<void> {
  const since = new Date(now.getTime() - HOUR_MS)
  const { rows } = await tx.$client.query<{ count: number; first: Date | null }>(exported, [
    actor.accountId,
    since,
  ])
  const { count, first } = rows[0]!
  if (count < PER_HOUR_MAX || first === null) return
  const retryAfterS = Math.max(1, Math.ceil((first.getTime() + HOUR_MS - now.getTime()) / 1000))
  throw new Problem('export.quota', { limit: PER_HOUR_MAX, retryAfterS })
}
