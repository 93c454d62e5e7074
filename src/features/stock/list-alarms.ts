import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor, Scope } from '#domain/access.ts'
import { addDays, daysBetween, localDateAt, type LocalDate } from '#domain/dates.ts'
import { thawEndsOn, type HolderKind } from '#domain/stock.ts'
import {
  daysOfStock,
  findLotAlarm,
  isLow,
  PACE_DAYS,
  stockAlarmKinds,
  type StockAlarmKind,
} from '#domain/stock-alarms.ts'
import { findLotFault } from '#domain/transfer.ts'
import type { Connection } from '#db/db.ts'
import { balance, holder } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { alarmQuery } from './books-contract.ts'
import { loadLots, lotStandingOn, type LotFacts } from './lot-queries.ts'
import { holderInScope } from './queries.ts'
import { loadHolderLabels } from './stock-queries.ts'
import { lastActAt, selectTransferLines, selectTransfers } from './transfer-queries.ts'

type Held = { holderId: string; kind: HolderKind; placeId: string | null; lotId: string; doses: number }
type Alarm = {
  kind: StockAlarmKind
  holderId: string
  lotId: string | null
  doses: number
  dueOn: LocalDate | null
  daysLeft: number | null
  transferId: string | null
  since: string | null
}

/** What somebody should look at today, within reach, the most pressing first. */
export async function listStockAlarms(deps: Deps, actor: Actor, query: z.output<typeof alarmQuery>) {
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  const { alarms, lots } = await findAlarms(deps, actor, onDay)
  const wanted = alarms.filter(({ kind }) => query.kind === undefined || kind === query.kind)
  const shown = wanted.slice(0, query.limit)
  const labels = await loadHolderLabels(
    deps.db,
    shown.map(({ holderId }) => holderId),
    onDay,
  )
  return {
    ...countKinds(alarms),
    items: shown.map(({ holderId, lotId, ...alarm }) => {
      const facts = lotId === null ? undefined : lots.get(lotId)
      return {
        ...alarm,
        holder: labels.get(holderId)!,
        lotId,
        lotCode: facts?.code ?? '',
        productName: facts?.productName ?? '',
      }
    }),
  }
}

/** How many there are of each kind: for whoever only shows the number. */
export async function countStockAlarms(deps: Deps, actor: Actor) {
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  const { alarms } = await findAlarms(deps, actor, onDay)
  return countKinds(alarms)
}

function countKinds(alarms: readonly Alarm[]) {
  const of = (kind: StockAlarmKind) => alarms.filter((alarm) => alarm.kind === kind).length
  const kinds = Object.fromEntries(stockAlarmKinds.map((kind) => [kind, of(kind)]))
  return { total: alarms.length, kinds: kinds as Record<StockAlarmKind, number> }
}

async function findAlarms(
  deps: Deps,
  actor: Actor,
  onDay: LocalDate,
): Promise<{ alarms: Alarm[]; lots: Map<string, LotFacts> }> {
  const scope = scopeOf(actor, 'stock.read')
  const held = await selectHeld(deps.db, scope)
  const lots = await loadLots(
    deps.db,
    held.map(({ lotId }) => lotId),
  )
  const alarms = [
    ...held.flatMap((row) => lotAlarm(row, lots.get(row.lotId)!, onDay)),
    ...(await overdueTransfers(deps, scope)),
    ...(await lowWards(deps.db, scope, held, lots, onDay)),
  ]
  const rank = ({ kind }: Alarm) => stockAlarmKinds.indexOf(kind)
  alarms.sort((a, b) => rank(a) - rank(b) || (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || b.doses - a.doses)
  return { alarms, lots }
}

function selectHeld(db: Connection, scope: Scope): Promise<Held[]> {
  return db
    .select({
      holderId: balance.holderId,
      kind: sql<HolderKind>`${holder.kind}`,
      placeId: holder.placeId,
      lotId: balance.lotId,
      doses: balance.doses,
    })
    .from(balance)
    .innerJoin(holder, eq(holder.id, balance.holderId))
    .where(and(holderInScope(scope), ne(balance.doses, 0)))
    .orderBy(balance.holderId, balance.lotId)
}

function lotAlarm({ holderId, lotId, doses }: Held, facts: LotFacts, onDay: LocalDate): Alarm[] {
  const { status, expiresOn, useByOn } = lotStandingOn(facts, onDay)
  const kind = findLotAlarm({ doses, status, expiresOn, thawEndsOn: thawEndsOn(facts.events, onDay) }, onDay)
  if (kind === null) return []
  const daysLeft = useByOn === null ? null : daysBetween(onDay, useByOn)
  return [{ kind, holderId, lotId, doses, dueOn: useByOn, daysLeft, transferId: null, since: null }]
}

const OVERDUE_MAX = 500

async function overdueTransfers(deps: Deps, scope: Scope): Promise<Alarm[]> {
  const overdueAt = deps.clock()
  const rows = await selectTransfers(deps.db, { scope, overdueAt, after: null, limit: OVERDUE_MAX })
  const lines = await selectTransferLines(
    deps.db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    kind: 'transfer-overdue',
    holderId: row.toHolderId,
    lotId: null,
    doses: lines
      .filter(({ transferId }) => transferId === row.id)
      .reduce((sum, { dispatchedDoses }) => sum + (dispatchedDoses ?? 0), 0),
    dueOn: null,
    daysLeft: null,
    transferId: row.id,
    since: lastActAt(row).toISOString(),
  }))
}

/** Wards whose store and fridges together last fewer days than it takes to bring more. */
async function lowWards(
  db: Connection,
  scope: Scope,
  held: readonly Held[],
  lots: ReadonlyMap<string, LotFacts>,
  onDay: LocalDate,
): Promise<Alarm[]> {
  // A ward without a store of its own is named by a fridge of its sites.
  const stores = await db
    .selectDistinctOn([holder.placeId], { wardId: sql<string>`${holder.placeId}`, holderId: holder.id })
    .from(holder)
    .where(and(inArray(holder.kind, ['ward', 'fridge']), holderInScope(scope)))
    .orderBy(holder.placeId, sql`${holder.kind} = 'ward' DESC`, holder.id)
  const given = await db.execute<{ wardId: string; doses: number }>(sql`
    SELECT ward_id AS "wardId", sum(doses)::integer AS doses FROM entry_delay
    WHERE given_on >= ${addDays(onDay, -PACE_DAYS)}::date AND given_on < ${onDay}::date GROUP BY 1`)
  return stores.flatMap(({ wardId, holderId }): Alarm[] => {
    const pace = given.rows.find((row) => row.wardId === wardId)?.doses ?? 0
    const doses = held
      .filter(({ kind, placeId }) => placeId === wardId && (kind === 'ward' || kind === 'fridge'))
      .filter(({ lotId }) => findLotFault(lotStandingOn(lots.get(lotId)!, onDay), onDay) === null)
      .reduce((sum, row) => sum + row.doses, 0)
    if (!isLow(doses, pace)) return []
    const daysLeft = daysOfStock(doses, pace)
    return [
      { kind: 'low', holderId, lotId: null, doses, dueOn: null, daysLeft, transferId: null, since: null },
    ]
  })
}
