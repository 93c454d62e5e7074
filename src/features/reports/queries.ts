import { sql } from 'drizzle-orm'
import { addDays, type LocalDate } from '#domain/dates.ts'
import type { ProductInput } from '#domain/planner/types.ts'
import { wardStoreClass } from '#domain/transfer.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import type { Connection } from '#db/db.ts'
import { cellsCondition, type Group } from './target-cells.ts'
import { uuids } from './wards.ts'

export const SERIES_DAYS = 7

export type Counted = {
  wardIds: readonly string[]
  antigen: string
  step: StepCode
  /** Empty = everybody. */
  groups: readonly Group[]
  cuts: readonly number[]
}

type WardDoses = { wardId: string; doses: number }
const toMap = (rows: readonly WardDoses[]) => new Map(rows.map((row) => [row.wardId, row.doses]))

/** Doses of residents, whenever given. */
export async function countResidents(db: Connection, wanted: Counted): Promise<Map<string, number>> {
  const { wardIds, antigen, step, groups, cuts } = wanted
  const cells = cellsCondition(groups, cuts, sql`c.age_cell`, sql`c.priority_code`)
  const { rows } = await db.execute<WardDoses>(sql`
    SELECT c.ward_id AS "wardId", sum(c.doses)::integer AS doses FROM coverage_ward c
    WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.antigen = ${antigen} AND c.step = ${step} AND ${cells}
    GROUP BY c.ward_id`)
  return toMap(rows)
}

/** Doses of residents given up to a day, without regard to priority codes. */
export async function countResidentsUntil(
  db: Connection,
  wanted: Counted,
  on: LocalDate,
): Promise<Map<string, number>> {
  const { wardIds, antigen, step, groups, cuts } = wanted
  const cells = cellsCondition(groups, cuts, sql`c.age_cell`, null)
  const { rows } = await db.execute<WardDoses>(sql`
    SELECT c.ward_id AS "wardId", sum(c.doses)::integer AS doses FROM coverage_day c
    WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.given_on <= ${on} AND c.antigen = ${antigen} AND c.step = ${step}
      AND ${cells}
    GROUP BY c.ward_id`)
  return toMap(rows)
}

export type DayDoses = { wardId: string; on: LocalDate; doses: number }

/** The last days of residents, without regard to priority codes. */
export async function selectResidentDays(
  db: Connection,
  wanted: Counted,
  on: LocalDate,
): Promise<DayDoses[]> {
  const { wardIds, antigen, step, groups, cuts } = wanted
  const cells = cellsCondition(groups, cuts, sql`c.age_cell`, null)
  const { rows } = await db.execute<DayDoses>(sql`
    SELECT c.ward_id AS "wardId", c.given_on AS "on", sum(c.doses)::integer AS doses FROM coverage_day c
    WHERE c.ward_id = ANY(${uuids(wardIds)}) AND c.given_on BETWEEN ${addDays(on, 1 - SERIES_DAYS)} AND ${on}
      AND c.antigen = ${antigen} AND c.step = ${step} AND ${cells}
    GROUP BY c.ward_id, c.given_on`)
  return rows
}

/** By place of injection: all doses of one step, and its last days. */
export async function selectInjections(
  db: Connection,
  { wardIds, antigen, step }: Pick<Counted, 'wardIds' | 'antigen' | 'step'>,
  on: LocalDate,
): Promise<{ done: Map<string, number>; days: DayDoses[] }> {
  const { rows } = await db.execute<{ wardId: string; on: LocalDate | null; doses: number }>(sql`
    SELECT e.ward_id AS "wardId", CASE WHEN e.given_on >= ${addDays(on, 1 - SERIES_DAYS)} THEN e.given_on END AS "on",
           sum(e.doses)::integer AS doses
    FROM entry_delay e JOIN product p ON p.id = e.product_id
    WHERE e.ward_id = ANY(${uuids(wardIds)}) AND e.given_on <= ${on} AND e.step = ${step} AND p.antigen = ${antigen}
    GROUP BY 1, 2`)
  const done = new Map<string, number>()
  for (const { wardId, doses } of rows) done.set(wardId, (done.get(wardId) ?? 0) + doses)
  return {
    done,
    days: rows.flatMap(({ wardId, on: day, doses }) => (day === null ? [] : [{ wardId, on: day, doses }])),
  }
}

export async function selectProductInputs(db: Connection, ids: readonly string[]): Promise<ProductInput[]> {
  const { rows } = await db.execute<Omit<ProductInput, 'storageClass'> & { storeClass: string }>(sql`
    SELECT p.id AS "productId", p.code, p.name, p.store_class AS "storeClass", p.thaw_days AS "thawDays",
           p.transport_minutes_max AS "transportMinutesMax"
    FROM product p WHERE p.id = ANY(${uuids(ids)}) ORDER BY p.code`)
  return rows.map(({ storeClass, ...row }) => ({
    ...row,
    storageClass: wardStoreClass({ storeClass, thawDays: row.thawDays }),
  }))
}

export type Supply = { wardId: string; received: number; sent: number }

/** What came into a ward's stores and was sent on from them, up to a day; their difference is the ward's supply. */
export async function selectSupply(
  db: Connection,
  productIds: readonly string[],
  on: LocalDate,
): Promise<Map<string, Supply>> {
  const inside = sql`m.occurred_on <= ${on} AND m.product_id = ANY(${uuids(productIds)})`
  const { rows } = await db.execute<Supply>(sql`
    SELECT coalesce(s.ward_id, h.place_id) AS "wardId", sum(i.received)::integer AS received,
           (sum(o.sent) - sum(i.cancelled))::integer AS sent
    FROM holder h LEFT JOIN site s ON s.id = h.site_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(m.doses) FILTER (WHERE m.kind IN ('receipt', 'dispatch', 'arrival')), 0) AS received,
             coalesce(sum(m.doses) FILTER (WHERE m.kind = 'cancel'), 0) AS cancelled
      FROM movement m WHERE m.to_holder_id = h.id AND ${inside}) i
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(m.doses), 0) AS sent
      FROM movement m WHERE m.from_holder_id = h.id AND m.kind = 'dispatch' AND ${inside}) o
    WHERE h.kind IN ('ward', 'fridge') GROUP BY 1`)
  return new Map(rows.map((row) => [row.wardId, row]))
}

/** Vials that were under way to each ward when a past day ended. */
export async function countInTransitBy(
  db: Connection,
  productIds: readonly string[],
  before: Date,
): Promise<Map<string, number>> {
  const inside = sql`m.recorded_at < ${before} AND m.product_id = ANY(${uuids(productIds)})`
  const { rows } = await db.execute<WardDoses>(sql`
    SELECT coalesce(s.ward_id, h.place_id) AS "wardId", sum(f.doses)::integer AS doses
    FROM holder h LEFT JOIN site s ON s.id = h.site_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(CASE WHEN m.to_holder_id = h.id THEN m.doses ELSE -m.doses END), 0) AS doses
      FROM movement m WHERE (m.to_holder_id = h.id OR m.from_holder_id = h.id) AND ${inside}) f
    WHERE h.kind = 'transit' GROUP BY 1 HAVING sum(f.doses) <> 0`)
  return toMap(rows)
}

/** Vials under way to each ward. */
export async function countInTransit(
  db: Connection,
  productIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.execute<WardDoses>(sql`
    SELECT coalesce(s.ward_id, h.place_id) AS "wardId", sum(b.doses)::integer AS doses
    FROM balance b JOIN holder h ON h.id = b.holder_id JOIN lot l ON l.id = b.lot_id LEFT JOIN site s ON s.id = h.site_id
    WHERE b.holder_kind = 'transit' AND b.doses <> 0 AND l.product_id = ANY(${uuids(productIds)})
    GROUP BY 1`)
  return toMap(rows)
}

export type SessionState = {
  wardId: string
  sessionId: string
  siteName: string
  state: string
  overrideReason: string | null
}

/** Sessions of a day that are open, or were opened although people were missing. */
export async function selectSessionStates(
  db: Connection,
  campaignId: string,
  on: LocalDate,
): Promise<SessionState[]> {
  const { rows } = await db.execute<SessionState>(sql`
    SELECT s.ward_id AS "wardId", s.id AS "sessionId", t.name AS "siteName", s.state, s.override_reason AS "overrideReason"
    FROM session s JOIN site t ON t.id = s.site_id
    WHERE s.campaign_id = ${campaignId} AND s.session_on = ${on}
      AND (s.state IN ('open', 'closing') OR s.override_reason IS NOT NULL)
    ORDER BY t.name, s.id`)
  return rows
}

/** Doses that the sites of each ward gave in some days: of one step, and of all. */
export async function selectStepShares(
  db: Connection,
  wanted: { productIds: readonly string[]; step: StepCode; fromOn: LocalDate; toOn: LocalDate },
): Promise<Map<string, { wardId: string; ofStep: number; ofAll: number }>> {
  const { rows } = await db.execute<{ wardId: string; ofStep: number; ofAll: number }>(sql`
    SELECT s.ward_id AS "wardId", sum(e.doses)::integer AS "ofAll",
           coalesce(sum(e.doses) FILTER (WHERE e.step = ${wanted.step}), 0)::integer AS "ofStep"
    FROM entry_delay e JOIN site s ON s.id = e.site_id
    WHERE e.given_on BETWEEN ${wanted.fromOn} AND ${wanted.toOn}
      AND e.entered_on <= ${wanted.toOn} AND e.product_id = ANY(${uuids(wanted.productIds)})
    GROUP BY 1`)
  return new Map(rows.map((row) => [row.wardId, row]))
}
