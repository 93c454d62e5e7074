import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { coverage, GOAL_PERCENT, neededPerDay } from '#domain/progress.ts'
import type { Tx } from '#db/db.ts'
import { loadAgeCuts, selectTargetGroups, selectTargets } from '#features/campaigns/queries.ts'
import type { Deps } from '#http/types.ts'
import { readProgress, type Reading } from './begin.ts'
import type { progressQuery } from './contract.ts'
import { loadWork, type Work } from './load-work.ts'
import {
  countResidents,
  countResidentsUntil,
  selectInjections,
  selectResidentDays,
  SERIES_DAYS,
  type DayDoses,
} from './queries.ts'
import { firstStepOf, selectOutermost, sumTargets, type Group, type TargetFigure } from './target-cells.ts'
import type { Ward } from './wards.ts'

type Query = z.output<typeof progressQuery>

/**
 * How far each ward is: doses against target, pace, stock and lag, from counters alone.
 *
 * @throws Problem `not-found`, `report.group-by-residence`, `report.codes-today-only`, `report.day-ahead`.
 */
export function loadProgress(deps: Deps, actor: Actor, query: Query) {
  return readProgress(deps, actor, query, async (tx, reading) => {
    const { campaign, wards, now, today } = reading
    const on = query.on ?? today
    if (on > today) throw new Problem('report.day-ahead', { on })
    const groups = await selectTargetGroups(tx, campaign.id)
    const chosen = chooseGroups(groups, query)
    const targets = await selectTargets(tx, { campaignId: campaign.id })
    const done = await loadDone(tx, reading, query, chosen, on)
    const work = await loadWork(tx, deps, reading, on, targetPersonsOf(targets, selectOutermost(groups)))
    const goalPercent = Math.max(...chosen.map((group) => group.goalPercent), 0) || GOAL_PERCENT
    const daysLeft = (remaining: number | null) =>
      remaining === null ? null : neededPerDay(remaining, on, campaign.toOn)
    const targetOf = (placeId: string) =>
      sumTargets(
        targets.filter(
          (row) =>
            row.placeId === placeId &&
            row.step === query.step &&
            chosen.some((group) => group.id === row.targetGroupId),
        ),
      )
    const days = seriesDays(on)
    const figuresOf = (target: TargetFigure | null, given: number, series: number[] | null, own: Work) => {
      const against = target === null ? null : coverage(target.persons, given, goalPercent)
      const remaining = against?.remaining ?? null
      return {
        target,
        done: given,
        percent: against?.percent ?? null,
        goalReached: against?.goalReached ?? false,
        remaining,
        neededPerDay: daysLeft(remaining),
        doneToday: series?.at(-1) ?? null,
        series: series?.map((doses, at) => ({ on: days[at]!, doses })) ?? null,
        ...own,
      }
    }
    const rowOf = (ward: Ward) => {
      const { alarms, ...own } = work.ofWard(ward.id)
      const { id, code, name, tileColumn, tileRow } = ward
      const series = done.series === null ? null : (done.series.get(id) ?? days.map(() => 0))
      const figures = figuresOf(targetOf(id), done.total.get(id) ?? 0, series, own)
      return { place: { id, code, name, tileColumn, tileRow }, ...figures, ...alarms }
    }
    const items = wards.map(rowOf)
    const placeTarget = query.place === undefined ? null : targetOf(query.place)
    const series =
      done.series === null ? null : days.map((_, at) => sum(items, (item) => item.series?.[at]?.doses ?? 0))
    return {
      campaignId: campaign.id,
      by: query.by,
      groupId: query.group ?? null,
      step: query.step,
      goalPercent,
      on,
      asOf: now.toISOString(),
      generatedAt: now.toISOString(),
      items,
      total: figuresOf(
        placeTarget ?? sumTargets(items.map((item) => item.target).filter((target) => target !== null)),
        sum(items, (item) => item.done),
        series,
        work.total,
      ),
    }
  })
}

function chooseGroups(groups: Group[], { group, by }: Query): Group[] {
  if (group === undefined) return selectOutermost(groups)
  // What is counted by place of injection has no age and no code.
  if (by === 'injection') throw new Problem('report.group-by-residence')
  const found = groups.filter((each) => each.id === group)
  if (found.length === 0) throw new Problem('not-found')
  return found
}

/** Persons whom a ward's pace is measured against: those of the campaign's first step. */
function targetPersonsOf(
  targets: Awaited<ReturnType<typeof selectTargets>>,
  groups: readonly Group[],
): Map<string, number> {
  const step = firstStepOf(targets)
  const persons = new Map<string, number>()
  for (const row of targets) {
    if (row.step !== step || !groups.some((group) => group.id === row.targetGroupId)) continue
    persons.set(row.placeId, (persons.get(row.placeId) ?? 0) + row.persons)
  }
  return persons
}

type Done = { total: Map<string, number>; series: Map<string, number[]> | null }

async function loadDone(
  tx: Tx,
  { campaign, wards, today }: Reading,
  { by, step }: Query,
  groups: readonly Group[],
  on: LocalDate,
): Promise<Done> {
  const cuts = await loadAgeCuts(tx)
  const wardIds = wards.map((ward) => ward.id)
  const wanted = { wardIds, antigen: campaign.antigen, step, groups, cuts }
  if (by === 'injection') {
    const { done, days } = await selectInjections(tx, wanted, on)
    return { total: done, series: toSeries(days, on) }
  }
  const byCode = groups.some((group) => group.codes !== null)
  if (byCode && on < today) throw new Problem('report.codes-today-only')
  const total = await (on < today ? countResidentsUntil(tx, wanted, on) : countResidents(tx, wanted))
  return { total, series: byCode ? null : toSeries(await selectResidentDays(tx, wanted, on), on) }
}

function seriesDays(on: LocalDate): LocalDate[] {
  return Array.from({ length: SERIES_DAYS }, (_, at) => addDays(on, at + 1 - SERIES_DAYS))
}

function toSeries(rows: readonly DayDoses[], on: LocalDate): Map<string, number[]> {
  const days = seriesDays(on)
  const series = new Map<string, number[]>()
  for (const row of rows) {
    const own = series.get(row.wardId) ?? days.map(() => 0)
    own[days.indexOf(row.on)]! += row.doses
    series.set(row.wardId, own)
  }
  return series
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}
