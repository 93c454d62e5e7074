import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import {
  eventsStandingOn,
  expiryOn,
  lotStatusOn,
  useByOn,
  type LotEvent,
  type LotStatus,
} from '#domain/stock.ts'
import { findLotFault } from '#domain/transfer.ts'
import type { Connection, Tx } from '#db/db.ts'
import { lot, lotEvent, product } from '#db/tables/stock.ts'

export type LotFacts = {
  id: string
  code: string
  source: string
  productId: string
  productCode: string
  productName: string
  presentation: string
  dosesPerVial: number
  maxDosesPerVial: number
  storeClass: string
  thawDays: number | null
  openHours: number
  /** Of its pack; null until somebody has taught it. */
  gtin: string | null
  events: DecidedEvent[]
}

/** With the minutes on the road that it adds, for `transport`. */
export type DecidedEvent = LotEvent & { minutes: number | null }

const columns = {
  id: lot.id,
  code: lot.code,
  source: lot.source,
  productId: lot.productId,
  productCode: product.code,
  productName: product.name,
  presentation: product.presentation,
  dosesPerVial: product.dosesPerVial,
  maxDosesPerVial: product.maxDosesPerVial,
  storeClass: product.storeClass,
  thawDays: product.thawDays,
  openHours: product.openHours,
  gtin: sql<string | null>`${product.codes} ->> 'gtin'`,
}

/** Lots with their product and everything decided about them, by id. */
export async function loadLots(db: Connection, lotIds: readonly string[]): Promise<Map<string, LotFacts>> {
  const ids = [...new Set(lotIds)]
  if (ids.length === 0) return new Map()
  const rows = await db
    .select(columns)
    .from(lot)
    .innerJoin(product, eq(product.id, lot.productId))
    .where(inArray(lot.id, ids))
  const events = await selectLotEvents(db, ids)
  return new Map(rows.map((row) => [row.id, { ...row, events: events.get(row.id) ?? [] }]))
}

export async function selectLotEvents(
  db: Connection,
  lotIds: readonly string[],
): Promise<Map<string, DecidedEvent[]>> {
  if (lotIds.length === 0) return new Map()
  const rows = await db
    .select()
    .from(lotEvent)
    .where(inArray(lotEvent.lotId, [...lotIds]))
    .orderBy(asc(lotEvent.at), asc(lotEvent.id))
  const all = new Map<string, DecidedEvent[]>()
  for (const { id, lotId, kind, valueOn, withdrawsId, decidedOn, at, minutes } of rows) {
    const told = { valueOn, withdrawsId, decidedOn, minutes, at: at.toISOString() }
    all.set(lotId, [...(all.get(lotId) ?? []), { id, kind: kind as LotEvent['kind'], ...told }])
  }
  return all
}

/**
 * Lots that are about to move, held so that no recall slips in before COMMIT.
 *
 * @throws Problem `not-found` when one does not exist.
 */
export async function holdLots(tx: Tx, lotIds: readonly string[]): Promise<Map<string, LotFacts>> {
  const ids = [...new Set(lotIds)]
  if (ids.length === 0) return new Map()
  await tx.select({ id: lot.id }).from(lot).where(inArray(lot.id, ids)).orderBy(lot.id).for('share')
  const lots = await loadLots(tx, ids)
  if (lots.size < ids.length) throw new Problem('not-found')
  return lots
}

export async function holdLot(tx: Tx, lotId: string): Promise<LotFacts> {
  const lots = await holdLots(tx, [lotId])
  return lots.get(lotId)!
}

/** Minutes that the lot had been on the road, as decided by then. */
export function transportMinutesOn({ events }: Pick<LotFacts, 'events'>, onDay: LocalDate): number {
  return eventsStandingOn(events, onDay).reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
}

export type LotStanding = { status: LotStatus; expiresOn: LocalDate | null; useByOn: LocalDate | null }

export function lotStandingOn({ events }: Pick<LotFacts, 'events'>, onDay: LocalDate): LotStanding {
  return {
    status: lotStatusOn(events, onDay),
    expiresOn: expiryOn(events, onDay),
    useByOn: useByOn(events, onDay),
  }
}

/**
 * @param options.quarantinedToo it may arrive, and lies in quarantine with the rest.
 * @throws Problem `stock.lot-expired`, `stock.lot-quarantined`, `stock.lot-recalled`.
 */
export function requireUsable(
  facts: LotFacts,
  onDay: LocalDate,
  options: { quarantinedToo?: boolean } = {},
): void {
  const standing = lotStandingOn(facts, onDay)
  const status = standing.status === 'quarantine' && options.quarantinedToo ? 'ok' : standing.status
  const fault = findLotFault({ ...standing, status }, onDay)
  if (fault !== null)
    throw new Problem(fault, { lotId: facts.id, lotCode: facts.code, useByOn: standing.useByOn })
}

export async function findLotByCode(
  db: Connection,
  productId: string,
  codeFolded: string,
): Promise<{ id: string; source: string } | null> {
  const [found] = await db
    .select({ id: lot.id, source: lot.source })
    .from(lot)
    .where(and(eq(lot.productId, productId), eq(lot.codeFolded, codeFolded)))
  return found ?? null
}
