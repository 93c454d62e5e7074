import { and, asc, desc, eq, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { LotCheck } from '#domain/lot-pack.ts'
import type { MovementKind } from '#domain/stock.ts'
import {
  differenceCodes,
  isOverdue,
  judgeReception,
  OVERDUE_HOURS,
  type DifferenceCode,
  type TransferState,
} from '#domain/transfer.ts'
import type { Connection, Tx } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { holder, movement, transfer, transferLine } from '#db/tables/stock.ts'
import { loadLots, lotStandingOn, type LotFacts } from './lot-queries.ts'
import { holderInScope } from './queries.ts'
import { loadHolderLabels, type HolderLabel } from './stock-queries.ts'

export type TransferRow = Omit<typeof transfer.$inferSelect, 'state'> & { state: TransferState }
export type TransferLineRow = Omit<typeof transferLine.$inferSelect, 'differences' | 'lotCheck'> & {
  differences: DifferenceCode[]
  lotCheck: LotCheck | ''
}

const withState = (row: typeof transfer.$inferSelect): TransferRow => ({
  ...row,
  state: row.state as TransferState,
})

/** The transfer, locked: the first lock of whoever changes it. */
export async function lockTransfer(tx: Tx, id: string): Promise<TransferRow | null> {
  const [row] = await tx.select().from(transfer).where(eq(transfer.id, id)).for('update')
  return row === undefined ? null : withState(row)
}

export async function findTransfer(db: Connection, id: string): Promise<TransferRow | null> {
  const [row] = await db.select().from(transfer).where(eq(transfer.id, id))
  return row === undefined ? null : withState(row)
}

export async function selectTransferLines(
  db: Connection,
  transferIds: readonly string[],
): Promise<TransferLineRow[]> {
  if (transferIds.length === 0) return []
  const rows = await db
    .select()
    .from(transferLine)
    .where(inArray(transferLine.transferId, [...transferIds]))
    .orderBy(asc(transferLine.transferId), asc(transferLine.lotId))
  return rows.map((row) =>
    withDifferences(
      row,
      differenceCodes.filter((code) => row.differences.includes(code)),
    ),
  )
}

const withDifferences = (
  row: typeof transferLine.$inferSelect,
  differences: DifferenceCode[],
): TransferLineRow => ({
  ...row,
  differences,
  lotCheck: row.lotCheck === 'scanned' || row.lotCheck === 'typed' ? row.lotCheck : '',
})

/** Doses of a lot that approved transfers will take out of a store, by `lot`. */
export async function selectPromised(
  db: Connection,
  holderId: string,
  lotIds: readonly string[],
): Promise<Map<string, number>> {
  if (lotIds.length === 0) return new Map()
  const rows = await db
    .select({
      lotId: transferLine.lotId,
      doses: sql<number>`sum(${transferLine.approvedDoses})::integer`,
    })
    .from(transferLine)
    .innerJoin(transfer, eq(transfer.id, transferLine.transferId))
    .where(
      and(
        eq(transfer.fromHolderId, holderId),
        eq(transfer.state, 'approved'),
        inArray(transferLine.lotId, [...lotIds]),
      ),
    )
    .groupBy(transferLine.lotId)
  return new Map(rows.map((row) => [row.lotId, row.doses]))
}

/** When something last happened to it; read by the alarm of 24 hours. */
export function lastActAt(row: Pick<TransferRow, 'approvedAt' | 'dispatchedAt' | 'receivedAt'>): Date {
  return row.receivedAt ?? row.dispatchedAt ?? row.approvedAt
}

/** Newest first. A transfer is seen from both ends. */
export async function selectTransfers(
  db: Connection,
  wanted: {
    scope: Scope
    state?: TransferState | undefined
    holderId?: string | undefined
    overdueAt?: Date | undefined
    after: { approvedAt: string; id: string } | null
    limit: number
  },
): Promise<TransferRow[]> {
  const { scope, state, holderId, overdueAt, after, limit } = wanted
  const seen: SQL | undefined = scope.wide
    ? undefined
    : sql`EXISTS (SELECT 1 FROM ${holder} WHERE ${holder.id} IN (${transfer.fromHolderId}, ${transfer.toHolderId})
        AND ${holderInScope(scope)})`
  const rows = await db
    .select()
    .from(transfer)
    .where(
      and(
        seen,
        state === undefined ? undefined : eq(transfer.state, state),
        holderId === undefined
          ? undefined
          : or(eq(transfer.fromHolderId, holderId), eq(transfer.toHolderId, holderId)),
        overdueAt === undefined
          ? undefined
          : and(
              inArray(transfer.state, ['dispatched', 'discrepancy']),
              sql`coalesce(${transfer.receivedAt}, ${transfer.dispatchedAt})
                < ${new Date(overdueAt.getTime() - OVERDUE_HOURS * 3_600_000).toISOString()}::timestamptz`,
            ),
        after === null
          ? undefined
          : or(
              lt(transfer.approvedAt, new Date(after.approvedAt)),
              and(eq(transfer.approvedAt, new Date(after.approvedAt)), lt(transfer.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(transfer.approvedAt), desc(transfer.id))
    .limit(limit + 1)
  return rows.map(withState)
}

/** What a handover paper says of each transfer. */
export async function describeTransfers(
  db: Connection,
  rows: readonly TransferRow[],
  now: Date,
  onDay: LocalDate,
) {
  const lines = await selectTransferLines(
    db,
    rows.map((row) => row.id),
  )
  const lots = await loadLots(
    db,
    lines.map((line) => line.lotId),
  )
  const labels = await loadHolderLabels(
    db,
    rows.flatMap((row) => [row.fromHolderId, row.toHolderId]),
    onDay,
  )
  const names = await loadNames(db, rows)
  return rows.map((row) =>
    describe(
      row,
      lines.filter((line) => line.transferId === row.id).map((line) => describeLine(row, line, lots, onDay)),
      { labels, names, now },
    ),
  )
}

async function loadNames(db: Connection, rows: readonly TransferRow[]): Promise<Map<string, string>> {
  const ids = rows
    .flatMap((row) => [row.approvedBy, row.dispatchedBy, row.receivedBy, row.closedBy])
    .filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const found = await db
    .select({ id: account.id, fullName: account.fullName })
    .from(account)
    .where(inArray(account.id, [...new Set(ids)]))
  return new Map(found.map((each) => [each.id, each.fullName]))
}

function describe(
  row: TransferRow,
  lines: ReturnType<typeof describeLine>[],
  { labels, names, now }: { labels: Map<string, HolderLabel>; names: Map<string, string>; now: Date },
) {
  const act = (at: Date | null, by: string | null) =>
    at === null ? null : { at: at.toISOString(), by: by === null ? '' : (names.get(by) ?? '') }
  const dispatched = act(row.dispatchedAt, row.dispatchedBy)
  const received = act(row.receivedAt, row.receivedBy)
  const ended = act(row.closedAt, row.closedBy)
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    overdue: isOverdue(row.state, lastActAt(row), now),
    from: labels.get(row.fromHolderId)!,
    to: labels.get(row.toHolderId)!,
    planLineId: row.planLineId,
    reason: row.reason,
    documentNumber: row.documentNumber,
    approved: act(row.approvedAt, row.approvedBy)!,
    dispatched: dispatched && {
      ...dispatched,
      handedOverBy: row.handedOverBy,
      carriedBy: row.carriedBy,
      temperatureTenths: row.dispatchedTenths ?? 0,
      note: row.dispatchNote,
    },
    received: received && {
      ...received,
      signedBy: row.signedBy,
      temperatureTenths: row.receivedTenths ?? 0,
      loggerMinTenths: row.temperatureMin,
      loggerMaxTenths: row.temperatureMax,
      note: row.receptionNote,
    },
    ended: ended && { ...ended, decision: row.decision },
    lines,
  }
}

/** What the counts say is held or over; before reception, all that was sent is under way. */
export function disputeOf(line: TransferLineRow): { held: number; over: number } {
  if (line.dispatchedVials === null) return { held: 0, over: 0 }
  if (line.receivedVials === null) return { held: line.dispatchedVials, over: 0 }
  return judgeReception({
    lotId: line.lotId,
    dispatched: line.dispatchedVials,
    received: line.receivedVials,
    damaged: line.damagedVials ?? 0,
    excursion: line.differences.includes('excursion'),
  })
}

function describeLine(
  { state }: TransferRow,
  line: TransferLineRow,
  lots: Map<string, LotFacts>,
  onDay: LocalDate,
) {
  const facts = lots.get(line.lotId)!
  const { expiresOn, useByOn } = lotStandingOn(facts, onDay)
  const underWay = state === 'dispatched' || state === 'discrepancy'
  const { held, over } = underWay ? disputeOf(line) : { held: 0, over: 0 }
  return {
    lotId: line.lotId,
    lotCode: facts.code,
    productCode: facts.productCode,
    productName: facts.productName,
    presentation: facts.presentation,
    dosesPerVial: facts.dosesPerVial,
    expiresOn,
    useByOn,
    approvedVials: line.approvedVials,
    approvedDoses: line.approvedDoses,
    shelfVials: line.shelfVials,
    dispatchedVials: line.dispatchedVials,
    dispatchedDoses: line.dispatchedDoses,
    receivedVials: line.receivedVials,
    receivedDoses: line.receivedDoses,
    damagedVials: line.damagedVials,
    lotCheck: line.lotCheck,
    differences: line.differences,
    heldVials: held,
    overVials: over,
  }
}

export async function selectTransferMovements(db: Connection, transferId: string) {
  const rows = await db
    .select({
      kind: sql<MovementKind>`${movement.kind}`,
      lotId: movement.lotId,
      doses: movement.doses,
      occurredOn: movement.occurredOn,
    })
    .from(movement)
    .innerJoin(
      holder,
      and(
        eq(holder.transferId, transferId),
        or(eq(movement.fromHolderId, holder.id), eq(movement.toHolderId, holder.id)),
      ),
    )
    .orderBy(asc(movement.recordedAt), asc(movement.id))
  return rows
}
