import { and, eq, ne, sql } from 'drizzle-orm'
import { daysBetween, localDateAt, type LocalDate } from '#domain/dates.ts'
import type { PlanLine } from '#domain/planner/plan-types.ts'
import type { LineGround } from '#domain/planner/recheck.ts'
import { wardStoreClass } from '#domain/transfer.ts'
import type { Connection, Tx } from '#db/db.ts'
import { balance, lot, product } from '#db/tables/stock.ts'
import type { CampaignRow } from '#features/campaigns/queries.ts'
import { snapshot } from '#features/reports/begin.ts'
import { selectCounts } from '#features/reports/ground-stock.ts'
import { uuids } from '#features/reports/wards.ts'
import { holdLot, loadLots, lotStandingOn } from '#features/stock/lot-queries.ts'
import { lockBalances, type Holder } from '#features/stock/queries.ts'
import { selectPromised } from '#features/stock/transfer-queries.ts'
import type { Deps } from '#http/types.ts'
import { loadDueDoses } from './due-doses.ts'
import { capacityOf, countHeld, selectWardSupply } from './supply-queries.ts'

/**
 * What is true now of one line, with the lot and the donor's balance locked until COMMIT: what is found here is still
 * so when the transfer is made.
 */
export async function loadLineGround(
  tx: Tx,
  deps: Deps,
  wanted: { line: PlanLine; from: Holder; campaign: CampaignRow; reserveDays: number; today: LocalDate },
): Promise<LineGround> {
  const { line, from, campaign, reserveDays, today } = wanted
  const { timeZone } = deps.authority
  const { productId, lotId, fromWardId, toWardId } = line
  const { status, useByOn } = lotStandingOn(await holdLot(tx, lotId), today)
  const balances = await lockBalances(tx, [{ holder: from, lotId }])
  const promised = await selectPromised(tx, from.id, [lotId])
  const counts = await selectCounts(tx, { productIds: [productId], asOf: today, timeZone })
  const counted = counts.find((row) => row.holderId === from.id && row.lotId === lotId)
  const disputed = await selectDisputed(tx, productId)
  return {
    asOf: today,
    lot: { status, excursion: false, useByOn: useByOn ?? today },
    donor: {
      lotDoses: (balances.get(`${from.id} ${lotId}`) ?? 0) - (promised.get(lotId) ?? 0),
      countedDoses: counted === undefined ? null : counted.doses - (promised.get(lotId) ?? 0),
      countAgeDays:
        counted === undefined ? null : daysBetween(localDateAt(new Date(counted.at), timeZone), today),
      productDoses: await countUsable(tx, productId, fromWardId, today),
      secondDosesDue:
        fromWardId === null
          ? 0
          : await countDue(deps, { campaign, productId, wardId: fromWardId, reserveDays, today }),
      discrepancyOpen: fromWardId !== null && disputed.has(fromWardId),
    },
    receiver: { ...(await loadReceiver(tx, productId, toWardId)), discrepancyOpen: disputed.has(toWardId) },
  }
}

/** Whether the ward accepts what comes, and what still fits its stores, as last said. */
async function loadReceiver(db: Connection, productId: string, wardId: string) {
  const supply = (await selectWardSupply(db, [wardId])).get(wardId)
  const [kept] = await db
    .select({ storeClass: product.storeClass, thawDays: product.thawDays })
    .from(product)
    .where(eq(product.id, productId))
  const storageClass = wardStoreClass(kept!)
  const capacity = capacityOf(supply, storageClass)
  return {
    acceptsTransfers: supply?.acceptsTransfers ?? true,
    freeDoses: capacity === null ? null : Math.max(0, capacity - (await countHeld(db, wardId, storageClass))),
  }
}

/** Usable unopened doses of the product in all stores of the ward (null: the centre), less what is promised. */
async function countUsable(
  db: Connection,
  productId: string,
  wardId: string | null,
  today: LocalDate,
): Promise<number> {
  const { rows: stores } = await db.execute<{ id: string }>(
    wardId === null
      ? sql`SELECT h.id FROM holder h WHERE h.kind = 'centre'`
      : sql`SELECT h.id FROM holder h LEFT JOIN site s ON s.id = h.site_id
          WHERE h.kind IN ('ward', 'fridge') AND coalesce(s.ward_id, h.place_id) = ${wardId}`,
  )
  const ids = stores.map((row) => row.id)
  const held = await db
    .select({ lotId: balance.lotId, doses: sql<number>`sum(${balance.doses})::integer` })
    .from(balance)
    .innerJoin(lot, eq(lot.id, balance.lotId))
    .where(
      and(sql`${balance.holderId} = ANY(${uuids(ids)})`, eq(lot.productId, productId), ne(balance.doses, 0)),
    )
    .groupBy(balance.lotId)
  const lots = await loadLots(
    db,
    held.map((row) => row.lotId),
  )
  const usable = held.filter(({ lotId }) => {
    const { status, useByOn } = lotStandingOn(lots.get(lotId)!, today)
    return status === 'ok' && useByOn !== null && useByOn >= today
  })
  let doses = usable.reduce((sum, row) => sum + row.doses, 0)
  for (const id of ids)
    for (const promise of (
      await selectPromised(
        db,
        id,
        usable.map((row) => row.lotId),
      )
    ).values())
      doses -= promise
  return doses
}

/** Overdue ones count as due now; read in a snapshot of their own, since people's rows are not locked for a plan. */
async function countDue(
  deps: Deps,
  wanted: { campaign: CampaignRow; productId: string; wardId: string; reserveDays: number; today: LocalDate },
): Promise<number> {
  const { campaign, productId, wardId, reserveDays, today } = wanted
  const { antigen, productIds } = campaign
  const due = await snapshot(deps, (report) => loadDueDoses(report, { antigen, productIds, asOf: today }))
  return due
    .filter((row) => row.wardId === wardId && row.productId === productId)
    .filter((row) => daysBetween(today, row.dueOn) < reserveDays)
    .reduce((sum, row) => sum + row.doses, 0)
}

/** Wards at either end of a transfer of the product whose counts differ and which is not closed. */
async function selectDisputed(db: Connection, productId: string): Promise<Set<string>> {
  const { rows } = await db.execute<{ wardId: string }>(sql`
    SELECT DISTINCT coalesce(s.ward_id, h.place_id) AS "wardId"
    FROM transfer t JOIN transfer_line l ON l.transfer_id = t.id JOIN lot o ON o.id = l.lot_id
    JOIN holder h ON h.id IN (t.from_holder_id, t.to_holder_id) LEFT JOIN site s ON s.id = h.site_id
    WHERE t.state = 'discrepancy' AND o.product_id = ${productId} AND h.kind IN ('ward', 'fridge')`)
  return new Set(rows.map((row) => row.wardId))
}
