import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Scope } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { HolderKind } from '#domain/stock.ts'
import type { Book } from '#domain/stock-books.ts'
import type { Connection } from '#db/db.ts'
import { holder } from '#db/tables/stock.ts'
import { holderInScope } from './queries.ts'

export type BooksAsked = {
  scope: Scope
  fromOn: LocalDate
  toOn: LocalDate
  kind?: HolderKind | undefined
  wardId?: string | undefined
  productId?: string | undefined
  lotId?: string | undefined
}

export type BookRow = Book & { rank: number; holderId: string; lotId: string }

/** From the centre outwards; boundaries keep no balance and have no book. */
const ranks = sql.raw(`ARRAY['centre', 'ward', 'fridge', 'session', 'transit']`)

/**
 * Every holder and lot with something in the period, its sums from the lines and its closing from the kept balance. The
 * columns are those of `bookColumn` in `domain/stock-books.ts`; a property test holds the two together.
 */
function books({ scope, fromOn, toOn, kind, wardId, productId, lotId }: BooksAsked): SQL {
  const held = and(
    sql`${holder.kind} = ANY (${ranks})`,
    holderInScope(scope),
    kind === undefined ? undefined : eq(holder.kind, kind),
    wardId === undefined ? undefined : eq(holder.placeId, wardId),
  )
  const ofLot = (table: SQL) =>
    and(
      lotId === undefined ? undefined : sql`${table}.lot_id = ${lotId}`,
      productId === undefined
        ? undefined
        : sql`${table}.lot_id IN (SELECT id FROM lot WHERE product_id = ${productId})`,
    ) ?? sql`true`
  const [m, b] = [sql`m`, sql`b`]
  const inPeriod = sql`occurred_on BETWEEN ${fromOn}::date AND ${toOn}::date`
  const sum = (expression: SQL, where: SQL) =>
    sql`coalesce(sum(${expression}) FILTER (WHERE ${where}), 0)::integer`
  const moved = (expression: SQL, where: SQL) => sum(expression, sql`${inPeriod} AND ${where}`)
  return sql`
    WITH held AS MATERIALIZED (SELECT id, kind FROM holder WHERE ${held}),
    line AS (
      SELECT m.to_holder_id AS holder_id, m.lot_id, m.doses AS change, m.occurred_on, other.kind AS other
      FROM movement m JOIN held ON held.id = m.to_holder_id JOIN holder other ON other.id = m.from_holder_id WHERE ${ofLot(m)}
      UNION ALL
      SELECT m.from_holder_id, m.lot_id, -m.doses, m.occurred_on, other.kind
      FROM movement m JOIN held ON held.id = m.from_holder_id JOIN holder other ON other.id = m.to_holder_id WHERE ${ofLot(m)}),
    summed AS (
      SELECT holder_id, lot_id, count(*) FILTER (WHERE ${inPeriod}) AS lines,
        ${sum(sql`change`, sql`occurred_on < ${fromOn}::date`)} AS opening,
        ${moved(sql`change`, sql`other IN ('supplier', 'centre', 'ward', 'fridge', 'session', 'transit') AND change > 0`)} AS received,
        ${moved(sql`-change`, sql`other IN ('supplier', 'centre', 'ward', 'fridge', 'session', 'transit') AND change < 0`)} AS sent,
        ${moved(sql`-change`, sql`other = 'used'`)} AS used,
        ${moved(sql`-change`, sql`other = 'wasted'`)} AS discarded,
        ${moved(sql`change`, sql`other = 'overfill'`)} AS overfill,
        ${moved(sql`change`, sql`other = 'unaccounted'`)} AS unaccounted,
        ${sum(sql`change`, sql`occurred_on > ${toOn}::date`)} AS later
      FROM line GROUP BY 1, 2),
    kept AS (SELECT b.holder_id, b.lot_id, b.doses FROM balance b JOIN held ON held.id = b.holder_id WHERE ${ofLot(b)}),
    book AS (
      SELECT array_position(${ranks}, held.kind) AS rank, holder_id AS "holderId", lot_id AS "lotId",
        coalesce(s.opening, 0) AS opening, coalesce(s.received, 0) AS received, coalesce(s.sent, 0) AS sent,
        coalesce(s.used, 0) AS used, coalesce(s.discarded, 0) AS discarded, coalesce(s.overfill, 0) AS overfill,
        coalesce(s.unaccounted, 0) AS unaccounted, coalesce(kept.doses, 0) - coalesce(s.later, 0) AS closing
      FROM summed s FULL JOIN kept USING (holder_id, lot_id) JOIN held ON held.id = holder_id
      WHERE coalesce(s.lines, 0) > 0 OR coalesce(s.opening, 0) <> 0 OR coalesce(kept.doses, 0) - coalesce(s.later, 0) <> 0)`
}

/** From the centre outwards, then by holder and lot. */
export async function selectBooks(
  db: Connection,
  asked: BooksAsked,
  page: { after: readonly [number, string, string] | null; limit: number },
): Promise<BookRow[]> {
  const { after, limit } = page
  const behind =
    after === null
      ? sql`true`
      : sql`(rank, "holderId", "lotId") > (${after[0]}::integer, ${after[1]}::uuid, ${after[2]}::uuid)`
  const answer = await db.execute<BookRow>(
    sql`${books(asked)} SELECT * FROM book WHERE ${behind} ORDER BY rank, "holderId", "lotId" LIMIT ${limit + 1}`,
  )
  return answer.rows
}

export type BookTotals = Book & { rows: number; wrongRows: number }

export async function loadBookTotals(db: Connection, asked: BooksAsked): Promise<BookTotals> {
  const columns: (keyof Book)[] = [
    'opening',
    'received',
    'sent',
    'used',
    'discarded',
    'overfill',
    'unaccounted',
    'closing',
  ]
  const sums = sql.join(
    columns.map((column) => sql.raw(`coalesce(sum(${column}), 0)::integer AS ${column}`)),
    sql`, `,
  )
  const answer = await db.execute<BookTotals>(sql`${books(asked)}
    SELECT ${sums}, count(*)::integer AS rows, (count(*) FILTER (
      WHERE opening + received - sent - used - discarded + overfill + unaccounted <> closing))::integer AS "wrongRows"
    FROM book`)
  const [row] = answer.rows
  if (row === undefined) throw new Error('Sums without a row')
  return row
}
