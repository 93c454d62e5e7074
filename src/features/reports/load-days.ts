import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, daysBetween, type LocalDate } from '#domain/dates.ts'
import { loadAgeCuts } from '#features/campaigns/queries.ts'
import type { Connection } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import { readProgress } from './begin.ts'
import type * as contract from './contract.ts'
import { loadGoal } from './load-progress.ts'
import type { Counted } from './queries.ts'
import { selectDelays } from './session-queries.ts'
import { cellsCondition, sumTargets } from './target-cells.ts'
import { uuids } from './wards.ts'

/** A longer campaign shows its last year. */
const DAYS_MAX = 366

/**
 * The campaign day by day: doses of every step, what had been given before, the target of the step that is looked at,
 * and how soon each day's doses were recorded.
 *
 * @throws Problem `not-found`, `report.group-by-residence`.
 */
export function loadDays(deps: Deps, actor: Actor, query: z.output<typeof contract.daysQuery>) {
  return readProgress(deps, actor, query, async (tx, reading) => {
    const { campaign, units, wardIds, now, today } = reading
    const goal = await loadGoal(tx, reading, { ...query, recordedBy: undefined }, deps.authority.timeZone)
    const earliest = addDays(today, 1 - DAYS_MAX)
    const fromOn = campaign.fromOn > earliest ? campaign.fromOn : earliest
    const count = Math.max(1, daysBetween(fromOn, today) + 1)
    const cuts = await loadAgeCuts(tx)
    const wanted = { wardIds, antigen: campaign.antigen, groups: goal.groups, cuts }
    const cells = await (query.by === 'residence'
      ? selectResidentCells(tx, wanted, fromOn)
      : selectInjectionCells(tx, wanted, fromOn))
    const steps = [...new Set(cells.map(({ step }) => step))].toSorted()
    const indexOf = (on: LocalDate) => daysBetween(fromOn, on)
    const series = steps.map((step) => {
      const doses = Array.from({ length: count }, () => 0)
      let before = 0
      for (const cell of cells) {
        if (cell.step !== step) continue
        if (cell.on === null) before += cell.doses
        else if (indexOf(cell.on) < count) doses[indexOf(cell.on)]! += cell.doses
      }
      return { step, before, doses }
    })
    const delays = await selectDelays(tx, { wardIds, productIds: campaign.productIds, fromOn, toOn: today })
    const lag = Array.from({ length: count }, () => ({ sameDay: 0, within3Days: 0, later: 0 }))
    for (const { administeredOn, enteredOn, doses } of delays) {
      const days = daysBetween(administeredOn, enteredOn)
      const day = lag[indexOf(administeredOn)]
      if (day === undefined || enteredOn > today) continue
      if (days <= 0) day.sameDay += doses
      else if (days <= 3) day.within3Days += doses
      else day.later += doses
    }
    return {
      campaignId: campaign.id,
      by: query.by,
      step: query.step,
      fromOn,
      toOn: today,
      goalPercent: goal.percent,
      target: sumTargets(
        units.flatMap(({ memberIds }) => {
          const target = goal.targetOf(memberIds)
          return target === null ? [] : [target]
        }),
      ),
      generatedAt: now.toISOString(),
      series,
      lag,
    }
  })
}

type Cell = { step: string; on: LocalDate | null; doses: number }
type Wanted = Omit<Counted, 'step'>

async function selectResidentCells(db: Connection, wanted: Wanted, fromOn: LocalDate): Promise<Cell[]> {
  const cells = cellsCondition(wanted.groups, wanted.cuts, sql`c.age_cell`, null)
  const { rows } = await db.execute<Cell>(sql`
    SELECT c.step, CASE WHEN c.given_on >= ${fromOn} THEN c.given_on END AS "on", sum(c.doses)::integer AS doses
    FROM coverage_day c
    WHERE c.ward_id = ANY(${uuids(wanted.wardIds)}) AND c.antigen = ${wanted.antigen} AND ${cells} GROUP BY 1, 2`)
  return rows
}

async function selectInjectionCells(db: Connection, wanted: Wanted, fromOn: LocalDate): Promise<Cell[]> {
  const { rows } = await db.execute<Cell>(sql`
    SELECT e.step, CASE WHEN e.given_on >= ${fromOn} THEN e.given_on END AS "on", sum(e.doses)::integer AS doses
    FROM entry_delay e JOIN product p ON p.id = e.product_id
    WHERE e.ward_id = ANY(${uuids(wanted.wardIds)}) AND p.antigen = ${wanted.antigen} GROUP BY 1, 2`)
  return rows
}
