import { sql } from 'drizzle-orm'
import { addDays, dayFromNumber, dayNumber, type LocalDate } from '#domain/dates.ts'
import { HISTORY_DAYS } from '#domain/planner/triangle.ts'
import type {
  EntryCount,
  GivenBefore,
  LotInput,
  PlannedSession,
  PlanningInput,
  StockInput,
  StockOutFlag,
} from '#domain/planner/types.ts'
import { together, type Connection } from '#db/db.ts'
import { loadLots, lotStandingOn, transportMinutesOn, type LotFacts } from '#features/stock/lot-queries.ts'
import { loadStock } from './ground-stock.ts'
import { uuids } from './wards.ts'

/** Coming sessions that say what a ward without history will give. */
const SESSION_DAYS_AHEAD = 14

/** Where and when to look; only these wards and products have rows. */
export type View = {
  campaignId: string
  productIds: readonly string[]
  wardIds: ReadonlySet<string>
  asOf: LocalDate
  timeZone: string
  /** The day is over: what sessions held is what the books held of it when it ended. */
  isPast?: boolean
}

/**
 * What pace and stock rest on, for the board and for the planner alike. One read-only snapshot must lie under it. Doses are charged to the ward whose holder supplies the site, not to residence and
 * not to where a mobile team stood.
 */
export type Ground = Pick<
  PlanningInput,
  'entries' | 'givenBefore' | 'closings' | 'stockOuts' | 'sessions'
> & {
  /** One row per (holder, lot) of centre, ward stores and fridges. */
  stock: StockInput[]
  lots: Map<string, LotFacts>
}

export async function loadGround(db: Connection, view: View): Promise<Ground> {
  const from = addDays(view.asOf, -HISTORY_DAYS)
  const ofWard = <Row extends { wardId: string | null }>(rows: Row[]) =>
    rows.filter((row) => row.wardId === null || view.wardIds.has(row.wardId))
  const [[entries, givenBefore], offers, stockOuts, { stock, closings, lotIds }] = await together(
    selectEntries(db, view, from),
    selectSessions(db, view, from),
    selectStockOuts(db, view, from),
    loadStock(db, view, from),
  )
  return {
    entries: ofWard(entries),
    givenBefore: ofWard(givenBefore),
    sessions: ofWard(offers),
    stockOuts: ofWard(stockOuts),
    closings: ofWard(closings),
    stock: ofWard(stock),
    lots: await loadLots(db, lotIds),
  }
}

async function selectEntries(
  db: Connection,
  { productIds, asOf }: View,
  from: LocalDate,
): Promise<[EntryCount[], GivenBefore[]]> {
  // One row per ward and product: thousands of small rows cost more to carry than to count. Days before the eight
  // weeks fold into one number, since their delay tells nothing any more.
  const { rows } = await db.execute<{
    wardId: string
    productId: string
    before: number
    cells: Cell[] | null
  }>(sql`
    SELECT c.ward_id AS "wardId", c.product_id AS "productId",
           coalesce(sum(c.doses) FILTER (WHERE c.age IS NULL), 0)::integer AS before,
           json_agg(json_build_array(c.age, c.delay, c.doses)) FILTER (WHERE c.age IS NOT NULL AND c.doses <> 0) AS cells
    FROM (
      SELECT s.ward_id, e.product_id, CASE WHEN e.given_on >= ${from} THEN ${asOf}::date - e.given_on END AS age,
             CASE WHEN e.given_on >= ${from} THEN e.entered_on - e.given_on END AS delay, sum(e.doses)::integer AS doses
      FROM entry_delay e JOIN site s ON s.id = e.site_id
      WHERE e.product_id = ANY(${uuids(productIds)}) AND e.given_on <= ${asOf} AND e.entered_on <= ${asOf}
      GROUP BY 1, 2, 3, 4) c
    GROUP BY c.ward_id, c.product_id`)
  const today = dayNumber(asOf)
  const days = new Map<number, LocalDate>()
  /** Hundreds of cells share a few dozen days. */
  const dayOf = (number: number): LocalDate => {
    const known = days.get(number)
    if (known !== undefined) return known
    const day = dayFromNumber(number)
    days.set(number, day)
    return day
  }
  const entries = rows.flatMap(({ wardId, productId, cells }) =>
    (cells ?? []).map(([age, delay, doses]): EntryCount => {
      const administered = today - age
      const [administeredOn, enteredOn] = [dayOf(administered), dayOf(administered + delay)]
      return { wardId, productId, administeredOn, enteredOn, doses }
    }),
  )
  const givenBefore = rows
    .filter((row) => row.before !== 0)
    .map(({ wardId, productId, before }) => ({ wardId, productId, doses: before }))
  return [entries, givenBefore]
}

/** Days since given, days from giving to recording, doses. */
type Cell = [age: number, delay: number, doses: number]

/** Products of each session; one that names none offers the campaign's only product. */
function offered({ campaignId, productIds }: View, from: LocalDate, to: LocalDate) {
  const only = productIds.length === 1 ? productIds[0]! : null
  return sql`
    SELECT s.id, t.ward_id, s.session_on, v.product_id, v.planned_doses AS doses
    FROM session s JOIN site t ON t.id = s.site_id JOIN session_vaccine v ON v.session_id = s.id
    WHERE s.state <> 'cancelled' AND s.session_on BETWEEN ${from} AND ${to}
      AND v.product_id = ANY(${uuids(productIds)})
    UNION ALL
    SELECT s.id, t.ward_id, s.session_on, ${only}::uuid, s.capacity
    FROM session s JOIN site t ON t.id = s.site_id
    WHERE s.state <> 'cancelled' AND s.session_on BETWEEN ${from} AND ${to} AND s.campaign_id = ${campaignId}
      AND ${only}::uuid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session_vaccine v WHERE v.session_id = s.id)`
}

async function selectSessions(db: Connection, view: View, from: LocalDate): Promise<PlannedSession[]> {
  const { rows } = await db.execute<PlannedSession>(sql`
    SELECT o.ward_id AS "wardId", o.product_id AS "productId", o.session_on AS "on",
           sum(o.doses)::integer AS "capacityDoses"
    FROM (${offered(view, from, addDays(view.asOf, SESSION_DAYS_AHEAD))}) o
    GROUP BY o.ward_id, o.product_id, o.session_on`)
  return rows
}

/** People came and went without a dose because there was none: the site itself said that it ran out. */
async function selectStockOuts(db: Connection, view: View, from: LocalDate): Promise<StockOutFlag[]> {
  const { rows } = await db.execute<StockOutFlag>(sql`
    SELECT DISTINCT o.ward_id AS "wardId", o.product_id AS "productId", o.session_on AS "on"
    FROM (${offered(view, from, view.asOf)}) o
    JOIN not_given g ON g.session_id = o.id AND g.reason = 'no-vaccine'`)
  return rows
}

/**
 * A lot as the planner takes it. The end of the thawed time is already in its last day of use; a lot whose expiry
 * nobody knows, or that the ledger holds in quarantine for a temperature, stays where it is.
 */
export function toLotInput(facts: LotFacts, asOf: LocalDate): LotInput {
  const { status, useByOn } = lotStandingOn(facts, asOf)
  return {
    lotId: facts.id,
    code: facts.code,
    productId: facts.productId,
    dosesPerVial: facts.dosesPerVial,
    expiresOn: useByOn ?? asOf,
    thawedOn: null,
    transportMinutesUsed: transportMinutesOn(facts, asOf),
    status: useByOn === null && status === 'ok' ? 'quarantine' : status,
    excursion: false,
  }
}
