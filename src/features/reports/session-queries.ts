import { sql } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { Connection } from '#db/db.ts'
import { uuids } from './wards.ts'

export type DelayRow = { wardId: string; administeredOn: LocalDate; enteredOn: LocalDate; doses: number }

/** When doses were given and when recorded, by ward of injection. */
export async function selectDelays(
  db: Connection,
  wanted: { wardIds: readonly string[]; productIds: readonly string[]; fromOn: LocalDate; toOn: LocalDate },
): Promise<DelayRow[]> {
  const { rows } = await db.execute<DelayRow>(sql`
    SELECT e.ward_id AS "wardId", e.given_on AS "administeredOn", e.entered_on AS "enteredOn",
           sum(e.doses)::integer AS doses
    FROM entry_delay e
    WHERE e.given_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn} AND e.ward_id = ANY(${uuids(wanted.wardIds)})
      AND e.product_id = ANY(${uuids(wanted.productIds)})
    GROUP BY 1, 2, 3 HAVING sum(e.doses) <> 0`)
  return rows
}

export type SessionProgressRow = {
  sessionId: string
  sessionOn: LocalDate
  slot: string
  state: string
  siteId: string
  siteName: string
  wardId: string
  capacity: number
  called: number
  arrived: number
  deferred: number
  contraindicated: number
  refused: number
  given: number
  counted: number
  issued: number
  returned: number
  wasted: number
  notEntered: number
  reactionsCommon: number
  reactionsSevere: number
  openedWithoutCrew: string | null
}

/** Sessions of the reach, newest day first: a ward sees those that stand in it, a site lead those of the site. */
export async function selectSessionProgress(
  db: Connection,
  wanted: {
    campaignId: string
    scope: Scope
    /** Null: no narrowing to a place. */
    wardIds: readonly string[] | null
    fromOn: LocalDate
    toOn: LocalDate
    after: { sessionOn: LocalDate; id: string } | null
    limit: number
  },
): Promise<SessionProgressRow[]> {
  const { campaignId, scope, wardIds, fromOn, toOn, after, limit } = wanted
  const reached = scope.wide
    ? sql`true`
    : sql`(s.ward_id = ANY(${uuids(scope.wardIds)}) OR s.site_id = ANY(${uuids(scope.siteIds)})
        OR s.id = ANY(${uuids(scope.sessionIds)}))`
  const inside = wardIds === null ? sql`true` : sql`s.ward_id = ANY(${uuids(wardIds)})`
  const further =
    after === null ? sql`true` : sql`(s.session_on, s.id) < (${after.sessionOn}::date, ${after.id}::uuid)`
  const { rows } = await db.execute<SessionProgressRow>(sql`
    SELECT s.id AS "sessionId", s.session_on AS "sessionOn", s.slot, s.state, s.site_id AS "siteId", t.name AS "siteName",
           s.ward_id AS "wardId", s.capacity,
           (SELECT count(*)::integer FROM session_person p WHERE p.session_id = s.id) AS called,
           coalesce(c.arrived, 0) AS arrived, coalesce(c.deferred, 0) AS deferred,
           coalesce(c.contraindicated, 0) AS contraindicated, coalesce(c.refused, 0) AS refused,
           coalesce(c.given, 0) AS given, coalesce(c.counted, 0) AS counted,
           coalesce(f.issued, 0)::integer AS issued, coalesce(f.returned, 0)::integer AS returned,
           coalesce(f.wasted, 0)::integer AS wasted, coalesce(b.doses, 0)::integer AS "notEntered",
           coalesce(c.reactions_common, 0) AS "reactionsCommon", coalesce(c.reactions_severe, 0) AS "reactionsSevere",
           s.override_reason AS "openedWithoutCrew"
    FROM (SELECT * FROM session s
          WHERE s.campaign_id = ${campaignId} AND s.session_on BETWEEN ${fromOn} AND ${toOn}
            AND ${reached} AND ${inside} AND ${further}
          ORDER BY s.session_on DESC, s.id DESC LIMIT ${limit + 1}) s
    JOIN site t ON t.id = s.site_id
    LEFT JOIN session_count c ON c.session_id = s.id
    LEFT JOIN holder h ON h.session_id = s.id
    LEFT JOIN LATERAL (SELECT sum(b.doses) AS doses FROM balance b WHERE b.holder_id = h.id) b ON true
    LEFT JOIN LATERAL (
      SELECT sum(m.doses) FILTER (WHERE m.kind = 'issue') AS issued,
             sum(m.doses) FILTER (WHERE m.kind = 'return') AS returned,
             sum(m.doses) FILTER (WHERE m.kind IN ('waste-open', 'waste-closed')) AS wasted
      FROM movement m
      WHERE (m.to_holder_id = h.id AND m.kind = 'issue')
         OR (m.from_holder_id = h.id AND m.kind IN ('return', 'waste-open', 'waste-closed'))) f ON true
    ORDER BY s.session_on DESC, s.id DESC`)
  return rows
}
