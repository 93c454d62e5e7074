import { sql } from 'drizzle-orm'
import type { Connection } from '#db/db.ts'

/** A kept balance that is not what its lines add up to. */
export type LedgerGap = { holderId: string; lotId: string; balance: number; folded: number }
export type LedgerCheck = {
  lines: number
  /** Real holders whose balance differs from the fold of their lines. */
  gaps: LedgerGap[]
  /** Σ kept balances + Σ boundaries, over all lots: zero, since every line has two ends. */
  total: number
  /** Lines that name a holder or lot which does not exist, or another product than the lot's. */
  strayLines: number
}

const folded = sql`
  SELECT end_id AS holder_id, lot_id, sum(doses)::integer AS doses FROM (
    SELECT to_holder_id AS end_id, lot_id, doses FROM movement
    UNION ALL SELECT from_holder_id, lot_id, -doses FROM movement) AS ends
  GROUP BY end_id, lot_id`
const boundary = sql`('supplier', 'used', 'wasted', 'unaccounted', 'overfill')`

/** Proves the books: every kept balance equals the fold of the movements, and the sum of all is zero. */
export async function checkLedger(db: Connection): Promise<LedgerCheck> {
  const gaps = await db.execute<LedgerGap>(sql`
    WITH folded AS (${folded}), real AS (
      SELECT f.* FROM folded f JOIN holder h ON h.id = f.holder_id WHERE h.kind NOT IN ${boundary})
    SELECT coalesce(b.holder_id, r.holder_id) AS "holderId", coalesce(b.lot_id, r.lot_id) AS "lotId",
      coalesce(b.doses, 0) AS balance, coalesce(r.doses, 0) AS folded
    FROM balance b FULL JOIN real r ON r.holder_id = b.holder_id AND r.lot_id = b.lot_id
    WHERE coalesce(b.doses, 0) <> coalesce(r.doses, 0)
    ORDER BY 1, 2`)
  const sums = await db.execute<{ lines: number; total: number; stray: number }>(sql`
    WITH folded AS (${folded})
    SELECT (SELECT count(*)::integer FROM movement) AS lines,
      (SELECT count(*)::integer FROM movement m
        LEFT JOIN holder f ON f.id = m.from_holder_id LEFT JOIN holder t ON t.id = m.to_holder_id
        LEFT JOIN lot l ON l.id = m.lot_id AND l.product_id = m.product_id
        WHERE f.id IS NULL OR t.id IS NULL OR l.id IS NULL) AS stray,
      (coalesce((SELECT sum(doses) FROM balance), 0)
        + coalesce((SELECT sum(f.doses) FROM folded f JOIN holder h ON h.id = f.holder_id
          WHERE h.kind IN ${boundary}), 0))::integer AS total`)
  const [row] = sums.rows
  if (row === undefined) throw new Error('Sums without a row')
  return { lines: row.lines, gaps: gaps.rows, total: row.total, strayLines: row.stray }
}
