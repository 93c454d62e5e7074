import { sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { Connection } from '#db/db.ts'
import { uuids } from './wards.ts'

type Counts = { wardId: string; count: number }
const toMap = (rows: readonly Counts[]) => new Map(rows.map(({ wardId, count }) => [wardId, count]))

export type MinuteLag = {
  wardId: string
  doses: number
  medianSeconds: number
  overTwoMinutes: number
  overOneDay: number
}

/** From giving to recording, doses of the sessions of some days, by ward of the site; history has no such time. */
export async function selectMinuteLags(
  db: Connection,
  wanted: { campaignId: string; wardIds: readonly string[]; fromOn: LocalDate; toOn: LocalDate },
): Promise<MinuteLag[]> {
  const { rows } = await db.execute<MinuteLag>(sql`
    SELECT l.ward_id AS "wardId", count(*)::integer AS doses,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY l.seconds)::float8 AS "medianSeconds",
           count(*) FILTER (WHERE l.seconds > 120)::integer AS "overTwoMinutes",
           count(*) FILTER (WHERE l.seconds > 86400)::integer AS "overOneDay"
    FROM (
      SELECT t.ward_id, greatest(0, extract(epoch FROM d.recorded_at - d.given_at)) AS seconds
      FROM session s JOIN site t ON t.id = s.site_id JOIN dose d ON d.session_id = s.id
      WHERE s.campaign_id = ${wanted.campaignId} AND s.session_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
        AND t.ward_id = ANY(${uuids(wanted.wardIds)}) AND d.source = 'administered') l
    GROUP BY l.ward_id`)
  return rows
}

export type SilentSite = {
  wardId: string
  sessionId: string
  siteName: string
  /** The last fact that came in; the opening of the session where none did. */
  lastAt: Date | null
}

/** Sites whose session is open and from which nothing has come for a while. */
export async function selectSilentSites(
  db: Connection,
  wanted: { campaignId: string; wardIds: readonly string[]; on: LocalDate; since: Date },
): Promise<SilentSite[]> {
  const { rows } = await db.execute<SilentSite>(sql`
    SELECT q.ward_id AS "wardId", q.id AS "sessionId", q.name AS "siteName", q.last_at AS "lastAt"
    FROM (
      SELECT t.ward_id, s.id, t.name,
             coalesce((SELECT r.received_at FROM receipt r WHERE r.session_id = s.id ORDER BY r.received_at DESC LIMIT 1),
                      s.opened_at) AS last_at
      FROM session s JOIN site t ON t.id = s.site_id
      WHERE s.campaign_id = ${wanted.campaignId} AND s.session_on = ${wanted.on} AND s.state IN ('open', 'closing')
        AND t.ward_id = ANY(${uuids(wanted.wardIds)})) q
    WHERE q.last_at IS NULL OR q.last_at < ${wanted.since}
    ORDER BY q.last_at NULLS FIRST, q.name, q.id`)
  return rows
}

export type Phones = { wardId: string; known: number; silent: number; waiting: number }

/** Phones in use at the sites of a day's open sessions: how many, how many not heard of, and what they still hold. */
export async function countPhones(
  db: Connection,
  wanted: { campaignId: string; wardIds: readonly string[]; on: LocalDate; since: Date },
): Promise<Phones[]> {
  const { rows } = await db.execute<Phones>(sql`
    SELECT t.ward_id AS "wardId", count(*)::integer AS known,
           count(*) FILTER (WHERE coalesce(d.last_heartbeat_at, d.first_seen_at) < ${wanted.since})::integer AS silent,
           coalesce(sum(d.queue_length), 0)::integer AS waiting
    FROM device d JOIN site t ON t.id = d.site_id
    WHERE d.public_key IS NOT NULL AND d.ended_at IS NULL AND t.ward_id = ANY(${uuids(wanted.wardIds)})
      AND EXISTS (SELECT FROM session s WHERE s.site_id = t.id AND s.campaign_id = ${wanted.campaignId}
                  AND s.session_on = ${wanted.on} AND s.state IN ('open', 'closing'))
    GROUP BY t.ward_id`)
  return rows
}

/** Open questions of the review list, by ward. */
export async function countReviews(
  db: Connection,
  wardIds: readonly string[],
): Promise<{ wardId: string; all: number; dates: number }[]> {
  const { rows } = await db.execute<{ wardId: string; all: number; dates: number }>(sql`
    SELECT i.ward_id AS "wardId", count(*)::integer AS "all",
           count(*) FILTER (WHERE i.kind IN ('date', 'clock', 'age'))::integer AS dates
    FROM review_item i WHERE i.state <> 'decided' AND i.ward_id = ANY(${uuids(wardIds)}) GROUP BY i.ward_id`)
  return rows
}

/** Requests to put a resident's record right that wait for an answer, and those asked before an instant. */
export async function countCorrectionRequests(
  db: Connection,
  wardIds: readonly string[],
  overdueBefore: Date,
): Promise<Map<string, { all: number; overdue: number }>> {
  const { rows } = await db.execute<{ wardId: string; all: number; overdue: number }>(sql`
    SELECT p.ward_id AS "wardId", count(*)::integer AS "all",
           count(*) FILTER (WHERE r.asked_at < ${overdueBefore.toISOString()})::integer AS overdue
    FROM correction_request r JOIN person s ON s.id = r.person_id JOIN person p ON p.id = s.canonical_id
    WHERE p.ward_id = ANY(${uuids(wardIds)})
      AND NOT EXISTS (SELECT FROM correction_step c WHERE c.request_id = r.id AND c.act IN ('done', 'refuse'))
    GROUP BY p.ward_id`)
  return new Map(rows.map((row) => [row.wardId, row]))
}

const resident = sql`p.canonical_id = p.id AND p.living = 'here'`

/** Residents of whose birth the day is not known. */
export async function countUncertainBirths(
  db: Connection,
  wardIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.execute<Counts>(sql`
    SELECT p.ward_id AS "wardId", count(*)::integer AS count FROM person p
    WHERE ${resident} AND p.ward_id = ANY(${uuids(wardIds)}) AND p.born_precision <> 'day' GROUP BY p.ward_id`)
  return toMap(rows)
}

/** Residents without any number of a card. In the scope of who asks. */
export async function countWithoutNumber(
  db: Connection,
  wardIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.execute<Counts>(sql`
    SELECT p.ward_id AS "wardId", count(*)::integer AS count FROM person p
    WHERE ${resident} AND p.ward_id = ANY(${uuids(wardIds)})
      AND NOT EXISTS (SELECT FROM person_identifier n WHERE n.person_id = p.id)
    GROUP BY p.ward_id`)
  return toMap(rows)
}

/**
 * Pairs of residents with one number, or one name and birth day, of whom nobody has said yet whether they are one. The
 * list of suspected duplicates asks about less certain ones as well. In the scope of who asks.
 */
export async function countLikelyDuplicates(
  db: Connection,
  wardIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.execute<Counts>(sql`
    WITH resident AS MATERIALIZED (
      SELECT p.id, p.ward_id, p.born_on, p.born_precision, p.full_name_folded FROM person p
      WHERE ${resident} AND p.ward_id = ANY(${uuids(wardIds)})
    ), pair AS (
      SELECT a.id AS a, b.id AS b, a.ward_id FROM resident a
      JOIN resident b ON b.born_on = a.born_on AND b.full_name_folded = a.full_name_folded AND b.id > a.id
      WHERE a.born_precision = 'day' AND b.born_precision = 'day'
      UNION
      SELECT a.id, b.id, a.ward_id FROM resident a JOIN person_identifier m ON m.person_id = a.id
      JOIN person_identifier n ON n.lookup = m.lookup AND n.kind = m.kind JOIN resident b ON b.id = n.person_id AND b.id > a.id)
    SELECT pair.ward_id AS "wardId", count(*)::integer AS count FROM pair
    WHERE NOT EXISTS (SELECT FROM pair_decision d WHERE d.verdict <> 'open'
            AND ((d.person_id = pair.a AND d.other_id = pair.b) OR (d.person_id = pair.b AND d.other_id = pair.a)))
      AND NOT EXISTS (SELECT FROM merge m WHERE (m.absorbed_id = pair.a AND m.kept_id = pair.b)
            OR (m.absorbed_id = pair.b AND m.kept_id = pair.a))
    GROUP BY pair.ward_id`)
  return toMap(rows)
}
