import { sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import { wardStoreClass } from '#domain/transfer.ts'
import type { Connection } from '#db/db.ts'
import type { RoadTime, StoreRoom } from '#db/tables/planner.ts'
import { product } from '#db/tables/stock.ts'
import { uuids } from '#features/reports/wards.ts'

export type SupplyRow = {
  wardId: string
  minStockDays: number
  acceptsTransfers: boolean
  rooms: StoreRoom[]
  roads: RoadTime[]
  reason: string
  /** Id of the account: who plans does not read names. */
  setBy: string
  receivedAt: string
}

/** The last word on each ward. */
export async function selectWardSupply(
  db: Connection,
  wardIds: readonly string[],
): Promise<Map<string, SupplyRow>> {
  const { rows } = await db.execute<SupplyRow>(sql`
    SELECT DISTINCT ON (w.ward_id) w.ward_id AS "wardId", w.min_stock_days AS "minStockDays",
      w.accepts_transfers AS "acceptsTransfers", w.rooms, w.roads, w.reason, w.set_by AS "setBy",
      to_json(w.received_at) #>> '{}' AS "receivedAt"
    FROM ward_supply w
    WHERE w.ward_id = ANY(${uuids(wardIds)})
    ORDER BY w.ward_id, w.seq DESC`)
  return new Map(rows.map((row) => [row.wardId, row]))
}

export type ArrivalRow = {
  id: string
  productId: string
  productName: string
  arrivesOn: LocalDate
  doses: number
  documentNumber: string
  setBy: string
  receivedAt: string
}

/** The last word on each arrival of today or later, soonest first; what was withdrawn is left out. */
export async function selectExpectedArrivals(db: Connection, from: LocalDate): Promise<ArrivalRow[]> {
  const { rows } = await db.execute<ArrivalRow>(sql`
    SELECT * FROM (
      SELECT DISTINCT ON (e.arrival_id) e.arrival_id AS id, e.product_id AS "productId", p.name AS "productName",
        e.arrives_on::text AS "arrivesOn", e.doses, e.document_number AS "documentNumber", e.set_by AS "setBy",
        to_json(e.received_at) #>> '{}' AS "receivedAt"
      FROM expected_arrival e JOIN product p ON p.id = e.product_id
      ORDER BY e.arrival_id, e.seq DESC) last
    WHERE last.doses > 0 AND last."arrivesOn" >= ${from}
    ORDER BY last."arrivesOn", last.id`)
  return rows
}

/** Doses of a class that lie in the stores of a ward or are on their way to it. */
export async function countHeld(db: Connection, wardId: string, storageClass: string): Promise<number> {
  const products = await db
    .select({ id: product.id, storeClass: product.storeClass, thawDays: product.thawDays })
    .from(product)
  const ids = products.filter((row) => wardStoreClass(row) === storageClass).map(({ id }) => id)
  const { rows } = await db.execute<{ doses: number }>(sql`
    SELECT coalesce(sum(greatest(b.doses, 0)), 0)::integer + (
      SELECT coalesce(sum(coalesce(l.dispatched_doses, l.approved_doses)), 0)::integer
      FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id JOIN lot o ON o.id = l.lot_id
      JOIN holder h ON h.id = t.to_holder_id LEFT JOIN site s ON s.id = h.site_id
      WHERE t.state IN ('approved', 'dispatched') AND o.product_id = ANY(${uuids(ids)})
        AND h.kind IN ('ward', 'fridge') AND coalesce(s.ward_id, h.place_id) = ${wardId}) AS doses
    FROM balance b JOIN holder h ON h.id = b.holder_id LEFT JOIN site s ON s.id = h.site_id
    JOIN lot o ON o.id = b.lot_id
    WHERE o.product_id = ANY(${uuids(ids)}) AND h.kind IN ('ward', 'fridge')
      AND coalesce(s.ward_id, h.place_id) = ${wardId}`)
  return rows[0]?.doses ?? 0
}

/** Room of a class: null = not limited, since nobody has measured it; 0 where there is no such store. */
export function capacityOf(supply: SupplyRow | undefined, storageClass: string): number | null {
  if (supply === undefined || supply.rooms.length === 0) return null
  return supply.rooms.find((room) => room.storageClass === storageClass)?.capacityDoses ?? 0
}
