import { and, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { indicativeRate, isBeyondVials, wastageOf } from '#domain/wastage.ts'
import { holder } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { wastageQuery } from './books-contract.ts'
import { holderInScope } from './queries.ts'

type Row = {
  productId: string
  productName: string
  dosesPerVial: number
  maxDosesPerVial: number
  sessions: number
  openedDoses: number
  givenDoses: number
  openDiscarded: number
  overfill: number
  unaccounted: number
  discardedUnopened: number
  handledDoses: number
  storageLevels: number
  causes: { opened: boolean; cause: string; doses: number }[]
}

/**
 * Wastage per product by the formulas of WHO/V&B/03.18. Opened vials are those of closed sessions, whose rest has been
 * counted; a session that is still open would look like waste. Each store counts what it handled, so that the closed rate
 * is that of one level of storage.
 *
 * @throws Problem `request.invalid` when the period ends before it begins.
 */
export async function listWastage(deps: Deps, actor: Actor, query: z.output<typeof wastageQuery>) {
  const { fromOn, toOn, wardId, productId } = query
  if (toOn < fromOn) throw new Problem('request.invalid', { where: '/querystring/toOn' })
  const held = and(
    sql`${holder.kind} NOT IN ('supplier', 'used', 'wasted', 'unaccounted', 'overfill')`,
    holderInScope(scopeOf(actor, 'stock.read')),
    wardId === undefined ? undefined : eq(holder.placeId, wardId),
  )
  const ofProduct = productId === undefined ? sql`true` : sql`m.product_id = ${productId}`
  const inPeriod = sql`m.occurred_on BETWEEN ${fromOn}::date AND ${toOn}::date`
  const isHere = sql`FROM movement m JOIN held h`
  const answer = await deps.db.execute<Row>(sql`
    WITH held AS MATERIALIZED (SELECT id, kind, session_id FROM holder WHERE ${held}),
    counted AS MATERIALIZED (SELECT h.id FROM held h JOIN session s ON s.id = h.session_id
      WHERE s.state = 'closed' AND s.session_on BETWEEN ${fromOn}::date AND ${toOn}::date),
    opened AS (
      SELECT m.product_id, count(DISTINCT c.id)::integer AS sessions,
        coalesce(sum(CASE WHEN m.kind = 'issue' THEN m.doses WHEN m.kind IN ('return', 'waste-closed') THEN -m.doses END), 0)::integer AS opened,
        coalesce(sum(CASE m.kind WHEN 'use' THEN m.doses WHEN 'unuse' THEN -m.doses END), 0)::integer AS given,
        coalesce(sum(m.doses) FILTER (WHERE m.kind = 'waste-open'), 0)::integer AS discarded,
        coalesce(sum(m.doses) FILTER (WHERE m.kind = 'overfill'), 0)::integer AS overfill,
        coalesce(sum(CASE WHEN m.to_holder_id = c.id THEN m.doses ELSE -m.doses END) FILTER (WHERE m.kind = 'difference'), 0)::integer AS unaccounted
      FROM counted c JOIN movement m ON c.id IN (m.from_holder_id, m.to_holder_id) WHERE ${ofProduct} GROUP BY 1),
    closed AS (
      SELECT m.product_id, sum(m.doses)::integer AS discarded ${isHere} ON h.id = m.from_holder_id
      WHERE m.kind = 'waste-closed' AND ${inPeriod} AND ${ofProduct} GROUP BY 1),
    handled AS (
      SELECT product_id, sum(doses)::integer AS doses, count(DISTINCT kind) FILTER (WHERE doses > 0)::integer AS levels FROM (
        SELECT m.product_id, h.kind, CASE WHEN ${inPeriod} THEN m.doses ELSE 0 END
          + CASE WHEN m.occurred_on < ${fromOn}::date THEN m.doses ELSE 0 END AS doses ${isHere} ON h.id = m.to_holder_id
        WHERE h.kind IN ('centre', 'ward', 'fridge') AND m.occurred_on <= ${toOn}::date AND ${ofProduct}
          AND (m.occurred_on < ${fromOn}::date OR m.kind IN ('receipt', 'arrival'))
        UNION ALL
        SELECT m.product_id, h.kind, -m.doses ${isHere} ON h.id = m.from_holder_id
        WHERE h.kind IN ('centre', 'ward', 'fridge') AND m.occurred_on < ${fromOn}::date AND ${ofProduct}) AS flow
      GROUP BY 1),
    cause AS (
      SELECT product_id, json_agg(json_build_object('opened', opened, 'cause', cause, 'doses', doses) ORDER BY doses DESC, cause) AS causes
      FROM (SELECT m.product_id, m.kind = 'waste-open' AS opened, coalesce(nullif(m.waste_cause, ''), 'other') AS cause, sum(m.doses)::integer AS doses
        ${isHere} ON h.id = m.from_holder_id
        WHERE m.kind IN ('waste-open', 'waste-closed') AND ${inPeriod} AND ${ofProduct} GROUP BY 1, 2, 3) AS each GROUP BY 1)
    SELECT p.id AS "productId", p.name AS "productName", p.doses_per_vial AS "dosesPerVial", p.max_doses_per_vial AS "maxDosesPerVial",
      coalesce(o.sessions, 0) AS sessions, coalesce(o.opened, 0) AS "openedDoses", coalesce(o.given, 0) AS "givenDoses",
      coalesce(o.discarded, 0) AS "openDiscarded", coalesce(o.overfill, 0) AS overfill, coalesce(o.unaccounted, 0) AS unaccounted,
      coalesce(c.discarded, 0) AS "discardedUnopened", coalesce(a.doses, 0) AS "handledDoses",
      greatest(coalesce(a.levels, 0), 1) AS "storageLevels", coalesce(w.causes, '[]') AS causes
    FROM product p LEFT JOIN opened o ON o.product_id = p.id LEFT JOIN closed c ON c.product_id = p.id
      LEFT JOIN handled a ON a.product_id = p.id LEFT JOIN cause w ON w.product_id = p.id
    WHERE o.product_id IS NOT NULL OR c.product_id IS NOT NULL OR coalesce(a.doses, 0) <> 0
    ORDER BY p.code`)
  const open = await deps.db.execute<{ count: number }>(sql`
    SELECT count(*)::integer AS count FROM holder JOIN session s ON s.id = holder.session_id
    WHERE ${held} AND s.state <> 'closed' AND s.session_on BETWEEN ${fromOn}::date AND ${toOn}::date`)
  return {
    fromOn,
    toOn,
    openSessions: open.rows[0]?.count ?? 0,
    items: answer.rows.map((row) => ({
      ...row,
      ...wastageOf(row),
      indicativeRate: indicativeRate(row.dosesPerVial),
      beyondVials: isBeyondVials(row, row.maxDosesPerVial, row.dosesPerVial),
    })),
  }
}
