import { and, asc, eq, gt, inArray, ne, or, sql, type SQL } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { HolderKind } from '#domain/stock.ts'
import type { Connection } from '#db/db.ts'
import { placeName } from '#db/tables/geography.ts'
import { session, site } from '#db/tables/sessions.ts'
import { balance, holder, lot, openVial, product } from '#db/tables/stock.ts'
import { holderInScope } from './queries.ts'

export type HolderLabel = {
  id: string
  kind: HolderKind
  placeId: string | null
  siteId: string | null
  sessionId: string | null
  placeName: string | null
  siteName: string | null
  sessionOn: LocalDate | null
}

/** The place by its name on that day. */
function labelColumns(onDay: LocalDate) {
  return {
    id: holder.id,
    kind: sql<HolderKind>`${holder.kind}`,
    placeId: holder.placeId,
    siteId: holder.siteId,
    sessionId: holder.sessionId,
    placeName: sql<string | null>`(
      SELECT ${placeName.name} FROM ${placeName} WHERE ${placeName.placeId} = ${holder.placeId}
        AND ${placeName.validFrom} <= ${onDay}::date
      ORDER BY ${placeName.validFrom} DESC LIMIT 1)`,
    siteName: site.name,
    sessionOn: session.sessionOn,
  }
}

function labels(db: Connection, onDay: LocalDate) {
  return db
    .select(labelColumns(onDay))
    .from(holder)
    .leftJoin(site, eq(site.id, holder.siteId))
    .leftJoin(session, eq(session.id, holder.sessionId))
}

export async function selectHolders(
  db: Connection,
  wanted: {
    scope: Scope
    onDay: LocalDate
    kind?: HolderKind | undefined
    wardId?: string | undefined
    after: string | null
    limit: number
  },
): Promise<HolderLabel[]> {
  const { scope, onDay, kind, wardId, after, limit } = wanted
  return labels(db, onDay)
    .where(
      and(
        holderInScope(scope),
        kind === undefined ? undefined : eq(holder.kind, kind),
        wardId === undefined ? undefined : eq(holder.placeId, wardId),
        after === null ? undefined : gt(holder.id, after),
      ),
    )
    .orderBy(asc(holder.id))
    .limit(limit + 1)
}

export async function loadHolderLabels(
  db: Connection,
  ids: readonly string[],
  onDay: LocalDate,
): Promise<Map<string, HolderLabel>> {
  if (ids.length === 0) return new Map()
  const rows = await labels(db, onDay).where(inArray(holder.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row]))
}

export type BalanceRow = { holderId: string; lotId: string; kind: string; doses: number; openVials: number }

export async function selectBalances(
  db: Connection,
  wanted: {
    scope: Scope
    holderId?: string | undefined
    wardId?: string | undefined
    productId?: string | undefined
    lotId?: string | undefined
    after: readonly [string, string] | null
    limit: number
  },
): Promise<BalanceRow[]> {
  const { scope, holderId, wardId, productId, lotId, after, limit } = wanted
  const where: (SQL | undefined)[] = [
    holderInScope(scope),
    ne(balance.doses, 0),
    holderId === undefined ? undefined : eq(balance.holderId, holderId),
    wardId === undefined ? undefined : eq(holder.placeId, wardId),
    productId === undefined ? undefined : eq(lot.productId, productId),
    lotId === undefined ? undefined : eq(balance.lotId, lotId),
    after === null
      ? undefined
      : or(gt(balance.holderId, after[0]), and(eq(balance.holderId, after[0]), gt(balance.lotId, after[1]))),
  ]
  return db
    .select({
      holderId: balance.holderId,
      lotId: balance.lotId,
      kind: holder.kind,
      doses: balance.doses,
      openVials: sql<number>`(
        SELECT count(*)::integer FROM ${openVial} WHERE ${openVial.sessionId} = ${holder.sessionId}
          AND ${openVial.lotId} = ${balance.lotId} AND ${openVial.closedAt} IS NULL)`,
    })
    .from(balance)
    .innerJoin(holder, eq(holder.id, balance.holderId))
    .innerJoin(lot, eq(lot.id, balance.lotId))
    .where(and(...where))
    .orderBy(asc(balance.holderId), asc(balance.lotId))
    .limit(limit + 1)
}

export async function selectProducts(db: Connection) {
  return db.select().from(product).orderBy(asc(product.code))
}
