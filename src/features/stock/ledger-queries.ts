import { sql, type SQL } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import type { MovementKind } from '#domain/stock.ts'
import type { Connection } from '#db/db.ts'

export type LedgerKey = { holderId: string; lotId: string }

const ofKey = ({ holderId, lotId }: LedgerKey): SQL =>
  sql`m.lot_id = ${lotId} AND (m.from_holder_id = ${holderId} OR m.to_holder_id = ${holderId})`

/** Sums of the lines before, in and after a period, and the kept balance (null at a boundary). */
export async function loadLedgerSums(
  db: Connection,
  key: LedgerKey,
  period: { fromOn: LocalDate; toOn: LocalDate },
) {
  const inward = sql`CASE WHEN m.to_holder_id = ${key.holderId} THEN m.doses ELSE 0 END`
  const outward = sql`CASE WHEN m.from_holder_id = ${key.holderId} THEN m.doses ELSE 0 END`
  const { fromOn, toOn } = period
  const answer = await db.execute<{
    opening: number
    received: number
    released: number
    later: number
    balance: number | null
  }>(sql`
    SELECT coalesce(sum(${inward} - ${outward}) FILTER (WHERE m.occurred_on < ${fromOn}::date), 0)::integer AS opening,
      coalesce(sum(${inward}) FILTER (WHERE m.occurred_on BETWEEN ${fromOn}::date AND ${toOn}::date), 0)::integer AS received,
      coalesce(sum(${outward}) FILTER (WHERE m.occurred_on BETWEEN ${fromOn}::date AND ${toOn}::date), 0)::integer AS released,
      coalesce(sum(${inward} - ${outward}) FILTER (WHERE m.occurred_on > ${toOn}::date), 0)::integer AS later,
      (SELECT b.doses FROM balance b WHERE b.holder_id = ${key.holderId} AND b.lot_id = ${key.lotId}) AS balance
    FROM movement m WHERE ${ofKey(key)}`)
  const [row] = answer.rows
  if (row === undefined) throw new Error('A sum without a row')
  return row
}

export type LedgerRow = {
  id: string
  kind: MovementKind
  fromHolderId: string
  toHolderId: string
  doses: number
  vials: number | null
  occurredOn: LocalDate
  recordedAt: string
  reason: string
  wasteCause: string
  documentNumber: string
  change: number
}

export type LedgerPosition = { occurredOn: LocalDate; recordedAt: string; id: string }

const after = ({ occurredOn, recordedAt, id }: LedgerPosition): SQL =>
  sql`(m.occurred_on, m.recorded_at, m.id) > (${occurredOn}::date, ${recordedAt}::timestamptz, ${id}::uuid)`

/** Lines of a period, oldest first. */
export async function selectLedgerRows(
  db: Connection,
  key: LedgerKey,
  period: { fromOn: LocalDate; toOn: LocalDate },
  page: { from: LedgerPosition | null; limit: number },
): Promise<LedgerRow[]> {
  const answer = await db.execute<LedgerRow>(sql`
    SELECT m.id, m.kind, m.from_holder_id AS "fromHolderId", m.to_holder_id AS "toHolderId", m.doses, m.vials,
      m.occurred_on::text AS "occurredOn",
      to_char(m.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt",
      m.reason, m.waste_cause AS "wasteCause", m.document_number AS "documentNumber",
      CASE WHEN m.to_holder_id = ${key.holderId} THEN m.doses ELSE -m.doses END AS change
    FROM movement m
    WHERE ${ofKey(key)} AND m.occurred_on BETWEEN ${period.fromOn}::date AND ${period.toOn}::date
      AND ${page.from === null ? sql`true` : after(page.from)}
    ORDER BY m.occurred_on, m.recorded_at, m.id LIMIT ${page.limit + 1}`)
  return answer.rows
}

/** What the lines of the period up to this position, and with it, have changed. */
export async function loadChangeUpTo(
  db: Connection,
  key: LedgerKey,
  fromOn: LocalDate,
  position: LedgerPosition,
): Promise<number> {
  const answer = await db.execute<{ change: number }>(sql`
    SELECT coalesce(sum(CASE WHEN m.to_holder_id = ${key.holderId} THEN m.doses ELSE -m.doses END), 0)::integer AS change
    FROM movement m WHERE ${ofKey(key)} AND m.occurred_on >= ${fromOn}::date AND NOT ${after(position)}`)
  return answer.rows[0]?.change ?? 0
}
