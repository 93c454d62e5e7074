import { sql, type SQL } from 'drizzle-orm'
import { feverSigns, localSigns } from '#domain/daily-report.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { Connection } from '#db/db.ts'
import { uuids } from './wards.ts'

export type DailyWanted = {
  campaignId: string
  productIds: readonly string[]
  wardIds: readonly string[]
  fromOn: LocalDate
  toOn: LocalDate
}

/** Of one ward, day and vaccine. */
type Keyed = { wardId: string; on: LocalDate; productId: string }
export type GivenDoses = Keyed & { step: string; doses: number }
export type StockDoses = Keyed & { used: number; wasted: number }
export type Reactions = Keyed & Record<'common' | 'local' | 'fever' | 'other' | 'severe', number>
export type SessionOutcomes = {
  wardId: string
  on: LocalDate
  /** The vaccine that the session gave most of, or was planned with; null where nobody said. */
  productId: string | null
  products: number
  arrived: number
  referred: number
  refused: number
  deferred: number
  contraindicated: number
}

/** Counted doses where they were given. */
export async function selectGivenDoses(db: Connection, wanted: DailyWanted): Promise<GivenDoses[]> {
  const { rows } = await db.execute<GivenDoses>(sql`
    SELECT e.ward_id AS "wardId", e.given_on AS "on", e.product_id AS "productId", e.step, sum(e.doses)::integer AS doses
    FROM entry_delay e
    WHERE e.given_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn} AND e.ward_id = ANY(${uuids(wanted.wardIds)})
      AND e.product_id = ANY(${uuids(wanted.productIds)})
    GROUP BY 1, 2, 3, 4 HAVING sum(e.doses) <> 0`)
  return rows
}

/** What left the sessions, fridges and stores of a ward for good; an extra dose drawn from a vial is a dose used. */
export async function selectStockDoses(db: Connection, wanted: DailyWanted): Promise<StockDoses[]> {
  const { rows } = await db.execute<StockDoses>(sql`
    SELECT u.ward_id AS "wardId", f.occurred_on AS "on", f.product_id AS "productId",
           coalesce(sum(f.used), 0)::integer AS used, coalesce(sum(f.wasted), 0)::integer AS wasted
    FROM (
      SELECT h.id, coalesce(s.ward_id, t.ward_id, h.place_id) AS ward_id
      FROM holder h LEFT JOIN session s ON s.id = h.session_id LEFT JOIN site t ON t.id = h.site_id
      WHERE h.kind IN ('ward', 'fridge')
         OR (h.kind = 'session' AND s.session_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn})) u
    CROSS JOIN LATERAL (
      SELECT m.occurred_on, m.product_id, m.doses AS used, 0 AS wasted FROM movement m
      WHERE m.from_holder_id = u.id AND m.kind = 'use' AND m.occurred_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
      UNION ALL
      SELECT m.occurred_on, m.product_id, -m.doses, 0 FROM movement m
      WHERE m.to_holder_id = u.id AND m.kind = 'unuse' AND m.occurred_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
      UNION ALL
      SELECT m.occurred_on, m.product_id, 0, m.doses FROM movement m
      WHERE m.from_holder_id = u.id AND m.kind IN ('waste-open', 'waste-closed')
        AND m.occurred_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}) f
    WHERE u.ward_id = ANY(${uuids(wanted.wardIds)}) AND f.product_id = ANY(${uuids(wanted.productIds)})
    GROUP BY 1, 2, 3`)
  return rows
}

/** Of the doses that were given on these days, whenever they showed. */
export async function selectReactions(db: Connection, wanted: DailyWanted): Promise<Reactions[]> {
  const [local, fever] = [
    sql`${sql.param([...localSigns])}::text[]`,
    sql`${sql.param([...feverSigns])}::text[]`,
  ]
  const common = (which: SQL) => sql`count(*) FILTER (WHERE r.severity = 'common' AND ${which})::integer`
  const { rows } = await db.execute<Reactions>(sql`
    SELECT s.ward_id AS "wardId", s.session_on AS "on", d.product_id AS "productId",
           ${common(sql`true`)} AS common, ${common(sql`r.symptoms && ${local}`)} AS local,
           ${common(sql`r.symptoms && ${fever}`)} AS fever,
           ${common(sql`NOT r.symptoms <@ (${local} || ${fever}) OR r.symptoms = '{}'`)} AS other,
           count(*) FILTER (WHERE r.severity = 'severe')::integer AS severe
    FROM session s JOIN reaction r ON r.session_id = s.id JOIN dose d ON d.id = r.dose_id
    WHERE s.campaign_id = ${wanted.campaignId} AND s.session_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
      AND s.ward_id = ANY(${uuids(wanted.wardIds)}) AND d.product_id = ANY(${uuids(wanted.productIds)})
    GROUP BY 1, 2, 3`)
  return rows
}

/** Who came to each session, and who left it without a dose. */
export async function selectOutcomes(db: Connection, wanted: DailyWanted): Promise<SessionOutcomes[]> {
  const { rows } = await db.execute<SessionOutcomes>(sql`
    SELECT s.ward_id AS "wardId", s.session_on AS "on", coalesce(g.product_id, v.product_id) AS "productId",
           greatest(coalesce(g.products, 0), coalesce(v.products, 0))::integer AS products,
           c.arrived, c.referred, c.refused, c.deferred, c.contraindicated
    FROM session s JOIN session_count c ON c.session_id = s.id
    LEFT JOIN LATERAL (
      SELECT p.product_id, count(*) OVER () AS products FROM (
        SELECT d.product_id, count(*) AS doses FROM dose d WHERE d.session_id = s.id GROUP BY 1) p
      ORDER BY p.doses DESC, p.product_id LIMIT 1) g ON true
    LEFT JOIN LATERAL (
      SELECT x.product_id, count(*) OVER () AS products FROM session_vaccine x WHERE x.session_id = s.id
      ORDER BY x.planned_doses DESC, x.product_id LIMIT 1) v ON true
    WHERE s.campaign_id = ${wanted.campaignId} AND s.session_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
      AND s.state <> 'cancelled' AND s.ward_id = ANY(${uuids(wanted.wardIds)})`)
  return rows
}
