import { sql } from 'drizzle-orm'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { together, type Connection, type Tx } from '#db/db.ts'
import { loadAgeCuts } from '#features/campaigns/queries.ts'
import { startOfDay } from '#domain/session-window.ts'
import type { Reading } from './begin.ts'
import {
  countResidents,
  countResidentsUntil,
  selectInjections,
  selectResidentDays,
  SERIES_DAYS,
  type Counted,
  type DayDoses,
} from './queries.ts'
import { cellsCondition, type Group } from './target-cells.ts'
import { unitIndex } from './units.ts'
import { uuids } from './wards.ts'

export type DoneQuery = {
  by: 'residence' | 'injection'
  step: Counted['step']
  /** Doses given up to this day. */
  on: LocalDate
  /** Only what was recorded by the end of `on`, instead of what is known now. */
  asRecorded: boolean
  timeZone: string
}

/** Doses by unit; the last days day by day, null for groups by priority code, which are not kept by day. */
export type Done = { total: Map<string, number>; series: Map<string, number[]> | null }

/** @throws Problem `report.codes-today-only`. */
export async function countDone(
  tx: Tx,
  { campaign, units, wardIds, today }: Reading,
  query: DoneQuery,
  groups: readonly Group[],
): Promise<Done> {
  const { by, step, on } = query
  const cuts = await loadAgeCuts(tx)
  const wanted = { wardIds, antigen: campaign.antigen, step, groups, cuts }
  const unitOf = unitIndex(units)
  const put = (total: ReadonlyMap<string, number>, days: readonly DayDoses[] | null): Done => ({
    total: sumBy(total, unitOf),
    series: days === null ? null : toSeries(days, unitOf, on),
  })
  if (query.asRecorded && on < today) {
    const { done, days } = await countAsRecorded(tx, wanted, query)
    return put(done, days)
  }
  if (by === 'injection') {
    const { done, days } = await selectInjections(tx, wanted, on)
    return put(done, days)
  }
  const byCode = groups.some((group) => group.codes !== null)
  if (byCode && on < today) throw new Problem('report.codes-today-only')
  const [total, days] = await together(
    on < today ? countResidentsUntil(tx, wanted, on) : countResidents(tx, wanted),
    byCode ? Promise.resolve(null) : selectResidentDays(tx, wanted, on),
  )
  return put(total, days)
}

/**
 * From the doses themselves: what had been recorded by the end of the day, under the step and day that it has now. A
 * dose that was voided since then is in it, as it was stated.
 */
async function countAsRecorded(db: Connection, wanted: Counted, { by, on, timeZone }: DoneQuery) {
  const { wardIds, antigen, step, groups, cuts } = wanted
  const endsAt = startOfDay(addDays(on, 1), timeZone)
  const ward = by === 'residence' ? sql`d.residence_id` : sql`d.ward_id`
  const voided = (when: ReturnType<typeof sql>) =>
    sql`EXISTS (SELECT FROM dose_change c WHERE c.dose_id = d.id AND c.kind = 'void' AND ${when})`
  const cells = cellsCondition(groups, cuts, sql`s.age_cell`, sql`d.priority_code`)
  const { rows } = await db.execute<{ wardId: string; on: LocalDate | null; doses: number }>(sql`
    SELECT ${ward} AS "wardId", CASE WHEN s.given_on > ${addDays(on, -SERIES_DAYS)} THEN s.given_on END AS "on",
           count(*)::integer AS doses
    FROM dose d JOIN dose_standing s ON s.dose_id = d.id
    WHERE ${ward} = ANY(${uuids(wardIds)}) AND s.antigen = ${antigen} AND s.given_on <= ${on}
      AND d.recorded_at < ${endsAt} AND ${by === 'residence' ? cells : sql`d.source = 'administered' AND d.origin <> 'history'`}
      AND (s.step = ${step} OR (s.step IS NULL AND d.stated_step = ${step}
           AND ${voided(sql`c.at >= ${endsAt}`)} AND NOT ${voided(sql`c.at < ${endsAt}`)}))
    GROUP BY 1, 2`)
  const done = new Map<string, number>()
  for (const { wardId, doses } of rows) done.set(wardId, (done.get(wardId) ?? 0) + doses)
  const days = rows.flatMap((row): DayDoses[] => (row.on === null ? [] : [{ ...row, on: row.on }]))
  return { done, days }
}

export function seriesDays(on: LocalDate): LocalDate[] {
  return Array.from({ length: SERIES_DAYS }, (_, at) => addDays(on, at + 1 - SERIES_DAYS))
}

export function sumBy(
  amounts: ReadonlyMap<string, number>,
  unitOf: ReadonlyMap<string, string>,
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [wardId, amount] of amounts) {
    const unit = unitOf.get(wardId)
    if (unit !== undefined) sums.set(unit, (sums.get(unit) ?? 0) + amount)
  }
  return sums
}

function toSeries(
  rows: readonly DayDoses[],
  unitOf: ReadonlyMap<string, string>,
  on: LocalDate,
): Map<string, number[]> {
  const days = seriesDays(on)
  const series = new Map<string, number[]>()
  for (const row of rows) {
    const unit = unitOf.get(row.wardId)
    if (unit === undefined) continue
    const own = series.get(unit) ?? days.map(() => 0)
    own[days.indexOf(row.on)]! += row.doses
    series.set(unit, own)
  }
  return series
}
