import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { duties } from '#domain/roster.ts'
import { session as sessionTable, sessionCount } from '#db/tables/sessions.ts'
import type { Tx } from '#db/db.ts'
import { selectCrewPosts } from '#features/sessions/crew-queries.ts'
import type { Deps } from '#http/types.ts'
import { inSession } from './in-session.ts'
import { dosesOfSession } from './list-visits.ts'
import type * as contract from './visit-contract.ts'

type Status = z.infer<typeof contract.SessionStatus>
type PhoneRow = Omit<Status['phones'][number], 'heardAt'> & { heardAt: Date | null }

const stockSql = `
SELECT
  coalesce(sum(m.doses) FILTER (WHERE m.kind = 'issue' AND m.to_holder_id = h.id), 0)::integer AS issued,
  coalesce(sum(m.doses) FILTER (WHERE m.kind = 'return' AND m.from_holder_id = h.id), 0)::integer AS returned,
  coalesce(sum(m.doses) FILTER (WHERE m.kind IN ('waste-open', 'waste-closed') AND m.from_holder_id = h.id), 0)::integer AS wasted,
  (coalesce(sum(m.doses) FILTER (WHERE m.kind = 'use'), 0) - coalesce(sum(m.doses) FILTER (WHERE m.kind = 'unuse'), 0))::integer AS used,
  (SELECT coalesce(sum(v.nominal_doses), 0)::integer FROM open_vial v WHERE v.session_id = $1) AS "openedNominal",
  (SELECT coalesce(sum(b.doses), 0)::integer FROM balance b JOIN holder x ON x.id = b.holder_id WHERE x.session_id = $1) AS held,
  coalesce(sum(m.doses) FILTER (WHERE m.kind = 'waste-open' AND m.from_holder_id = h.id), 0)::integer AS "wastedOpen"
FROM holder h LEFT JOIN movement m ON m.from_holder_id = h.id OR m.to_holder_id = h.id
WHERE h.session_id = $1`

const lagSql = `
SELECT (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.recorded_at - d.given_at))
        FROM dose d WHERE d.session_id = $1 AND d.origin = 'site') AS lag,
       (SELECT count(*)::integer FROM receipt r WHERE r.session_id = $1 AND r.outcome = 'quarantined'
        AND NOT EXISTS (SELECT FROM quarantine_release q WHERE q.receipt_id = r.id)) AS quarantined`

// Doses of a phone are those that its own queue brought; and a phone of the site that still holds something is named too.
const phonesSql = `
WITH own AS (
  SELECT r.device_id, d.author_id, count(*)::integer AS given
  FROM dose d JOIN dose_standing s ON s.dose_id = d.id LEFT JOIN receipt r ON r.id = d.id
  WHERE d.id IN (${dosesOfSession}) AND s.day_rank IS NOT NULL GROUP BY 1, 2)
SELECT o.device_id AS "deviceId", a.full_name AS "fullName", o.given, coalesce(v.queue_length, 0) AS unsent,
       v.last_heartbeat_at AS "heardAt"
FROM own o JOIN account a ON a.id = o.author_id LEFT JOIN device v ON v.id = o.device_id
UNION ALL
SELECT v.id, a.full_name, 0, v.queue_length, v.last_heartbeat_at FROM device v JOIN account a ON a.id = v.account_id
WHERE v.site_id = $2 AND v.queue_length > 0 AND v.ended_at IS NULL AND v.id NOT IN (SELECT device_id FROM own WHERE device_id IS NOT NULL)
ORDER BY 2, 1`

/** How a session stands: people, doses, stock, crew, and what was given but not entered. @throws Problem `not-found`. */
export async function readSessionStatus(deps: Deps, actor: Actor, sessionId: string): Promise<Status> {
  return inSession(deps, actor, 'session.read', sessionId, async (tx, session) => {
    const [row] = await tx
      .select({ overrideReason: sessionTable.overrideReason })
      .from(sessionTable)
      .where(eq(sessionTable.id, sessionId))
    const counts = await findCounts(tx, sessionId)
    const stock = await tx.$client.query<Status['stock'] & { wastedOpen: number }>(stockSql, [sessionId])
    const lag = await tx.$client.query<{ lag: number | null; quarantined: number }>(lagSql, [sessionId])
    const phones = await tx.$client.query<PhoneRow>(phonesSql, [sessionId, session.siteId])
    const posts = await selectCrewPosts(tx, [sessionId])
    const books = stock.rows[0] ?? noStock
    const { wastedOpen, ...shown } = books
    return {
      sessionId,
      state: session.state,
      overrideReason: row?.overrideReason ?? null,
      crew: duties.map((duty) => {
        const own = posts.filter((post) => post.duty === duty)
        return { duty, posted: own.length, present: own.filter(({ present }) => present).length }
      }),
      counts,
      stock: shown,
      notEntered: Math.max(0, books.openedNominal - counts.given - wastedOpen),
      entryLagMedianS: lag.rows[0]!.lag,
      quarantined: lag.rows[0]!.quarantined,
      phones: phones.rows.map((phone) => ({ ...phone, heardAt: phone.heardAt?.toISOString() ?? null })),
    }
  })
}

const noStock = { issued: 0, returned: 0, wasted: 0, used: 0, openedNominal: 0, held: 0, wastedOpen: 0 }

async function findCounts(tx: Tx, sessionId: string): Promise<Status['counts']> {
  const [row] = await tx.select().from(sessionCount).where(eq(sessionCount.sessionId, sessionId))
  if (row !== undefined) {
    const { sessionId: _id, ...counts } = row
    return counts
  }
  return {
    arrived: 0,
    eligible: 0,
    caution: 0,
    deferred: 0,
    contraindicated: 0,
    referred: 0,
    refused: 0,
    absent: 0,
    given: 0,
    counted: 0,
    reactionsCommon: 0,
    reactionsSevere: 0,
    observed: 0,
  }
}
