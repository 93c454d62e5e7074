import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { foldLotCode } from '#domain/lot-pack.ts'
import { Problem } from '#domain/problem.ts'
import { account } from '#db/tables/accounts.ts'
import { lot, lotEvent } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { loadLots, lotStandingOn, transportMinutesOn, type LotFacts } from './lot-queries.ts'
import { loadHolderLabels, selectBalances } from './stock-queries.ts'

export function toLot(facts: LotFacts, onDay: LocalDate) {
  const { id, code, source, productId, productCode, productName, dosesPerVial, thawDays } = facts
  const standing = lotStandingOn(facts, onDay)
  return {
    id,
    code,
    source: source === 'typed' ? ('typed' as const) : ('received' as const),
    productId,
    productCode,
    productName,
    dosesPerVial,
    thawDays,
    ...standing,
  }
}

/** Every lot of the authority: a lot is no secret of a ward, where it lies is. */
export async function listLots(
  deps: Deps,
  query: {
    productId?: string | undefined
    code?: string | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = decodeCursor(query.cursor, 1)
  const rows = await deps.db
    .select({ id: lot.id })
    .from(lot)
    .where(
      and(
        query.productId === undefined ? undefined : eq(lot.productId, query.productId),
        query.code === undefined ? undefined : eq(lot.codeFolded, foldLotCode(query.code)),
        after === null ? undefined : gt(lot.id, requireUuid(after[0])),
      ),
    )
    .orderBy(asc(lot.id))
    .limit(query.limit + 1)
  const page = toPage(rows, query.limit, (row) => [row.id])
  const lots = await loadLots(
    deps.db,
    page.items.map((row) => row.id),
  )
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  return { items: page.items.map((row) => toLot(lots.get(row.id)!, onDay)), nextCursor: page.nextCursor }
}

const WHERE_MAX = 1000

/** What was decided about a lot, and where it lies now: the list to call when it is recalled. */
export async function getLot(deps: Deps, actor: Actor, lotId: string) {
  const facts = (await loadLots(deps.db, [lotId])).get(lotId)
  if (facts === undefined) throw new Problem('not-found')
  const onDay = localDateAt(deps.clock(), deps.authority.timeZone)
  const events = await deps.db
    .select({
      id: lotEvent.id,
      kind: sql<LotFacts['events'][number]['kind']>`${lotEvent.kind}`,
      valueOn: lotEvent.valueOn,
      thawedOn: lotEvent.thawedOn,
      minutes: lotEvent.minutes,
      withdrawsId: lotEvent.withdrawsId,
      reason: lotEvent.reason,
      decidedOn: lotEvent.decidedOn,
      documentNumber: lotEvent.documentNumber,
      at: lotEvent.at,
      by: account.fullName,
    })
    .from(lotEvent)
    .leftJoin(account, eq(account.id, lotEvent.byId))
    .where(eq(lotEvent.lotId, lotId))
    .orderBy(desc(lotEvent.at), desc(lotEvent.id))
  const scope = scopeOf(actor, 'stock.read')
  const balances = await selectBalances(deps.db, { scope, lotId, after: null, limit: WHERE_MAX })
  const labels = await loadHolderLabels(
    deps.db,
    balances.map((row) => row.holderId),
    onDay,
  )
  return {
    lot: toLot(facts, onDay),
    transportMinutes: transportMinutesOn(facts, onDay),
    events: events.map(({ at, by, ...event }) => ({ ...event, at: at.toISOString(), by: by ?? '' })),
    where: balances.map((row) => ({ holder: labels.get(row.holderId)!, doses: row.doses })),
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A cursor comes from outside: what is no id must not reach the database. */
export function requireUuid(key: string | number | undefined): string {
  if (typeof key === 'string' && UUID.test(key)) return key
  throw new Problem('request.invalid', { where: '/querystring/cursor' })
}
