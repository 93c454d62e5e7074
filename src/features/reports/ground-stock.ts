import { sql } from 'drizzle-orm'
import { addDays, daysBetween, localDateAt, type LocalDate } from '#domain/dates.ts'
import type { ClosingStock, StockInput } from '#domain/planner/types.ts'
import { startOfDay } from '#domain/session-window.ts'
import { together, type Connection } from '#db/db.ts'
import type { View } from './ground.ts'
import { uuids } from './wards.ts'

type Closed = {
  holderId: string
  holderKind: StockInput['holderKind']
  wardId: string | null
  lotId: string
  productId: string
  doses: number
}
type Flow = { holderId: string; lotId: string; on: LocalDate; doses: number }
type Count = { holderId: string; lotId: string; at: Date; doses: number }
type Issued = { wardId: string; lotId: string; doses: number }

/** Unopened vials by holder and lot as of the day, and each ward's closing stock of the days before it. */
export async function loadStock(db: Connection, view: View, from: LocalDate) {
  const [closed, flows, counts, issued] = await together(
    selectClosed(db, view),
    selectFlows(db, view, from),
    selectCounts(db, view),
    selectIssued(db, view),
  )
  const key = (row: { holderId: string; lotId: string }) => `${row.holderId} ${row.lotId}`
  const later = new Map<string, number>()
  for (const flow of flows)
    if (flow.on > view.asOf) later.set(key(flow), (later.get(key(flow)) ?? 0) + flow.doses)
  const counted = new Map(counts.map((row) => [key(row), row]))
  const stock = closed.map((row): StockInput => {
    const { holderId, holderKind, wardId, lotId } = row
    const count = counted.get(key(row))
    return {
      holderId,
      holderKind,
      wardId,
      lotId,
      doses: row.doses - (later.get(key(row)) ?? 0),
      issuedDoses: 0,
      count:
        count === undefined ? null : { countedOn: localDateAt(count.at, view.timeZone), doses: count.doses },
    }
  })
  chargeIssued(stock, issued)
  const told = stock.filter((row) => row.doses !== 0 || row.issuedDoses !== 0 || row.count !== null)
  return {
    stock: told,
    closings: readClosings(closed, flows, from, view.asOf),
    lotIds: told.map((row) => row.lotId),
  }
}

async function selectClosed(db: Connection, { productIds }: View): Promise<Closed[]> {
  const { rows } = await db.execute<Closed>(sql`
    SELECT b.holder_id AS "holderId", b.holder_kind AS "holderKind", b.lot_id AS "lotId", l.product_id AS "productId",
           CASE WHEN b.holder_kind <> 'centre' THEN coalesce(s.ward_id, h.place_id) END AS "wardId", b.doses
    FROM balance b JOIN holder h ON h.id = b.holder_id JOIN lot l ON l.id = b.lot_id LEFT JOIN site s ON s.id = h.site_id
    WHERE b.holder_kind IN ('centre', 'ward', 'fridge') AND l.product_id = ANY(${uuids(productIds)})`)
  return rows
}

/** What went in and out of each store, day by day; summed per holder, so that each holder's own index is read. */
async function selectFlows(db: Connection, { productIds }: View, from: LocalDate): Promise<Flow[]> {
  const inside = sql`m.occurred_on >= ${from} AND m.product_id = ANY(${uuids(productIds)})`
  const { rows } = await db.execute<Flow>(sql`
    SELECT h.id AS "holderId", f.lot_id AS "lotId", f.occurred_on AS "on", f.doses
    FROM holder h CROSS JOIN LATERAL (
      SELECT e.lot_id, e.occurred_on, sum(e.doses)::integer AS doses FROM (
        SELECT m.lot_id, m.occurred_on, m.doses FROM movement m WHERE m.to_holder_id = h.id AND ${inside}
        UNION ALL
        SELECT m.lot_id, m.occurred_on, -m.doses FROM movement m WHERE m.from_holder_id = h.id AND ${inside}
      ) e GROUP BY e.lot_id, e.occurred_on) f
    WHERE h.kind IN ('centre', 'ward', 'fridge')`)
  return rows
}

/**
 * The last count of each lot at each store, carried forward with what was recorded since. Who dispatches counts the
 * shelf before packing, in one instant with it.
 */
export async function selectCounts(
  db: Connection,
  { productIds, asOf, timeZone }: Pick<View, 'productIds' | 'asOf' | 'timeZone'>,
): Promise<Count[]> {
  const { rows } = await db.execute<Count>(sql`
    SELECT c.holder_id AS "holderId", c.lot_id AS "lotId", c.at, (c.counted_doses + (
      SELECT coalesce(sum(CASE WHEN m.to_holder_id = c.holder_id THEN m.doses ELSE -m.doses END), 0)
      FROM movement m WHERE m.lot_id = c.lot_id AND (m.to_holder_id = c.holder_id OR m.from_holder_id = c.holder_id)
        AND (m.recorded_at > c.at OR (m.recorded_at = c.at AND m.kind = 'dispatch')) AND m.occurred_on <= ${asOf}))::integer AS doses
    FROM (
      SELECT DISTINCT ON (k.holder_id, k.lot_id) k.holder_id, k.lot_id, k.counted_doses, k.at
      FROM stock_count k JOIN lot l ON l.id = k.lot_id
      WHERE l.product_id = ANY(${uuids(productIds)}) AND (k.at AT TIME ZONE ${timeZone})::date <= ${asOf}
      ORDER BY k.holder_id, k.lot_id, k.at DESC, k.id DESC) c`)
  return rows
}

/** With sessions and not yet used, returned or written off; a session below zero gave more than it was issued. */
async function selectIssued(db: Connection, view: View): Promise<Issued[]> {
  if (view.isPast === true) return selectIssuedBy(db, view)
  const { productIds } = view
  const { rows } = await db.execute<Issued>(sql`
    SELECT t.ward_id AS "wardId", b.lot_id AS "lotId", sum(b.doses)::integer AS doses
    FROM balance b JOIN holder h ON h.id = b.holder_id JOIN session s ON s.id = h.session_id
    JOIN site t ON t.id = s.site_id JOIN lot l ON l.id = b.lot_id
    WHERE b.holder_kind = 'session' AND b.doses > 0 AND l.product_id = ANY(${uuids(productIds)})
    GROUP BY t.ward_id, b.lot_id`)
  return rows
}

/** The same as the books of a past day closed: what was recorded later had not been seen by then. */
async function selectIssuedBy(db: Connection, { productIds, asOf, timeZone }: View): Promise<Issued[]> {
  const before = startOfDay(addDays(asOf, 1), timeZone)
  const inside = sql`m.recorded_at < ${before} AND m.occurred_on <= ${asOf} AND m.product_id = ANY(${uuids(productIds)})`
  const { rows } = await db.execute<Issued>(sql`
    SELECT t.ward_id AS "wardId", f.lot_id AS "lotId", sum(f.doses)::integer AS doses
    FROM holder h JOIN session s ON s.id = h.session_id JOIN site t ON t.id = s.site_id
    CROSS JOIN LATERAL (
      SELECT e.lot_id, sum(e.doses)::integer AS doses FROM (
        SELECT m.lot_id, m.doses FROM movement m WHERE m.to_holder_id = h.id AND ${inside}
        UNION ALL
        SELECT m.lot_id, -m.doses FROM movement m WHERE m.from_holder_id = h.id AND ${inside}
      ) e GROUP BY e.lot_id) f
    WHERE h.kind = 'session' AND s.session_on <= ${asOf} AND f.doses > 0
    GROUP BY t.ward_id, f.lot_id`)
  return rows
}

/** A ward's issued doses stand with one of its rows of the lot: the planner sums them by ward. */
function chargeIssued(stock: StockInput[], issued: readonly Issued[]): void {
  for (const { wardId, lotId, doses } of issued) {
    const row = stock.find((each) => each.wardId === wardId && each.lotId === lotId)
    if (row !== undefined) row.issuedDoses += doses
    // The centre issued to the session itself: a row without stock carries the figure.
    else
      stock.push({
        holderId: wardId,
        holderKind: 'ward',
        wardId,
        lotId,
        doses: 0,
        issuedDoses: doses,
        count: null,
      })
  }
}

/** Back from the balance of now, day by day; days of a ward before its first vial are days without stock. */
function readClosings(
  closed: readonly Closed[],
  flows: readonly Flow[],
  from: LocalDate,
  asOf: LocalDate,
): ClosingStock[] {
  const places = new Map(closed.map((row) => [`${row.holderId} ${row.lotId}`, row]))
  const groups = new Map<
    string,
    { wardId: string; productId: string; doses: number; byDay: Map<LocalDate, number> }
  >()
  const groupOf = ({ wardId, productId }: Closed) => {
    if (wardId === null) return null
    const key = `${wardId} ${productId}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = { wardId, productId, doses: 0, byDay: new Map() }))
    return group
  }
  for (const row of closed) {
    const group = groupOf(row)
    if (group !== null) group.doses += row.doses
  }
  for (const flow of flows) {
    const place = places.get(`${flow.holderId} ${flow.lotId}`)
    const group = place === undefined ? null : groupOf(place)
    if (group === null) continue
    // The rest of today is not over: what comes after yesterday is taken off the balance at once.
    if (flow.on >= asOf) group.doses -= flow.doses
    else group.byDay.set(flow.on, (group.byDay.get(flow.on) ?? 0) + flow.doses)
  }
  // Yesterday first; named once, not once for each ward and product.
  const days = Array.from({ length: Math.max(0, daysBetween(from, asOf)) }, (_, at) => addDays(asOf, -1 - at))
  return [...groups.values()].flatMap(({ wardId, productId, doses, byDay }) => {
    let left = doses
    return days.map((on): ClosingStock => {
      const closing = { wardId, productId, on, doses: left }
      left -= byDay.get(on) ?? 0
      return closing
    })
  })
}
