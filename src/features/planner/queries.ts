import { sql } from 'drizzle-orm'
import { addDays, localDateAt, type LocalDate } from '#domain/dates.ts'
import type { TransferInput } from '#domain/planner/types.ts'
import type { Connection } from '#db/db.ts'
import { uuids } from '#features/reports/wards.ts'

/** The ward stores that there are, by ward. */
export async function selectWardStores(db: Connection): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ wardId: string; id: string }>(sql`
    SELECT h.place_id AS "wardId", h.id FROM holder h WHERE h.kind = 'ward' AND h.place_id IS NOT NULL`)
  return new Map(rows.map((row) => [row.wardId, row.id]))
}

type TransferFacts = {
  fromHolderId: string
  toWardId: string
  lotId: string
  state: string
  approvedDoses: number
  dispatchedDoses: number | null
  receivedDoses: number | null
  approvedAt: Date
  dispatchedAt: Date | null
  receivedAt: Date | null
  planned: boolean
}

/**
 * Transfers to wards that are promised, on the road, in dispute, or were received within the cool-down, in the state
 * that they had at the end of `asOf`.
 */
export async function selectTransferInputs(
  db: Connection,
  wanted: { productIds: readonly string[]; asOf: LocalDate; timeZone: string; coolDownDays: number },
): Promise<TransferInput[]> {
  const { productIds, asOf, timeZone, coolDownDays } = wanted
  const { rows } = await db.execute<TransferFacts>(sql`
    SELECT t.from_holder_id AS "fromHolderId", coalesce(s.ward_id, h.place_id) AS "toWardId", l.lot_id AS "lotId", t.state,
           l.approved_doses AS "approvedDoses", l.dispatched_doses AS "dispatchedDoses", l.received_doses AS "receivedDoses",
           t.approved_at AS "approvedAt", t.dispatched_at AS "dispatchedAt", t.received_at AS "receivedAt",
           t.plan_line_id IS NOT NULL AS planned
    FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id JOIN lot o ON o.id = l.lot_id
    JOIN holder h ON h.id = t.to_holder_id LEFT JOIN site s ON s.id = h.site_id
    WHERE h.kind IN ('ward', 'fridge') AND t.state <> 'cancelled' AND o.product_id = ANY(${uuids(productIds)})
      AND (t.state IN ('approved', 'dispatched', 'discrepancy')
        OR (t.received_at AT TIME ZONE ${timeZone})::date >= ${addDays(asOf, -coolDownDays)})`)
  return rows.flatMap((row): TransferInput[] => {
    const by = (at: Date | null) => (at === null ? null : localDateAt(at, timeZone))
    const base = {
      fromHolderId: row.fromHolderId,
      toWardId: row.toWardId,
      lotId: row.lotId,
      planned: row.planned,
    }
    const [approvedOn, dispatchedOn, receivedOn] = [
      by(row.approvedAt),
      by(row.dispatchedAt),
      by(row.receivedAt),
    ]
    if (receivedOn !== null && receivedOn <= asOf) {
      const state = row.state === 'discrepancy' ? 'discrepancy' : 'received'
      return [{ ...base, state, on: receivedOn, doses: row.receivedDoses ?? 0 }]
    }
    if (dispatchedOn !== null && dispatchedOn <= asOf)
      return [{ ...base, state: 'dispatched', on: dispatchedOn, doses: row.dispatchedDoses ?? 0 }]
    if (approvedOn !== null && approvedOn <= asOf)
      return [{ ...base, state: 'approved', on: approvedOn, doses: row.approvedDoses }]
    return []
  })
}

/** The day on which a line of ward→ward surplus was last approved; null when there was none. */
export async function findLastReview(
  db: Connection,
  { campaignId, asOf, timeZone }: { campaignId: string; asOf: LocalDate; timeZone: string },
): Promise<LocalDate | null> {
  const { rows } = await db.execute<{ on: LocalDate | null }>(sql`
    SELECT max((d.at AT TIME ZONE ${timeZone})::date) AS "on"
    FROM plan p JOIN plan_line l ON l.plan_id = p.id JOIN plan_decision d ON d.line_id = l.id
    WHERE p.campaign_id = ${campaignId} AND l.rule = 'surplus' AND d.verdict IN ('approved', 'changed')
      AND (d.at AT TIME ZONE ${timeZone})::date <= ${asOf}`)
  return rows[0]?.on ?? null
}
