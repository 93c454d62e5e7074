import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays } from '#domain/dates.ts'
import { forecastFinish, goalLight } from '#domain/forecast.ts'
import { Problem } from '#domain/problem.ts'
import { coverage, GOAL_PERCENT, neededPerDay } from '#domain/progress.ts'
import { decideWardState } from '#domain/ward-state.ts'
import { together, type Tx } from '#db/db.ts'
import { selectTargetGroups, selectTargets } from '#features/campaigns/queries.ts'
import { startOfDay } from '#domain/session-window.ts'
import type { Deps } from '#http/types.ts'
import { readProgress, type Reading } from './begin.ts'
import type { progressQuery } from './contract.ts'
import { countDone, seriesDays } from './count-done.ts'
import { loadWorkFacts, reportWork, type Work } from './load-work.ts'
import { firstStepOf, selectOutermost, sumTargets, type Group, type TargetFigure } from './target-cells.ts'
import type { Unit } from './units.ts'

type Query = z.output<typeof progressQuery>

/**
 * How far each ward is: doses against target, pace, stock and lag, from counters alone; what had been recorded by a
 * past day comes from the doses themselves.
 *
 * @throws Problem `not-found`, `report.group-by-residence`, `report.codes-today-only`, `report.day-ahead`.
 */
export function loadProgress(deps: Deps, actor: Actor, query: Query) {
  const asked = { ...query, on: query.recordedBy ?? query.on }
  return readProgress(deps, actor, asked, async (tx, reading) => {
    const { campaign, units, now, today } = reading
    const on = asked.on ?? today
    if (on > today) throw new Problem('report.day-ahead', { on })
    const { step } = query
    const { timeZone } = deps.authority
    const asRecorded = query.recordedBy !== undefined
    const loading = loadGoal(tx, reading, query, timeZone)
    const [goal, done, facts] = await together(
      loading,
      loading.then(({ groups }) =>
        countDone(tx, reading, { by: query.by, step, on, asRecorded, timeZone }, groups),
      ),
      loadWorkFacts(tx, deps, reading, { on, step }),
    )
    const work = reportWork(reading, facts, { on, firstPersons: goal.firstPersons })
    const days = seriesDays(on)
    const figuresOf = (target: TargetFigure | null, given: number, series: number[] | null, own: Work) => {
      const against = target === null ? null : coverage(target.persons, given, goal.percent)
      const remaining = against?.remaining ?? null
      const finish = forecastFinish(remaining, own.stepPace, on)
      return {
        target,
        done: given,
        percent: against?.percent ?? null,
        goalReached: against?.goalReached ?? false,
        light: goalLight(against, finish, campaign.toOn),
        remaining,
        neededPerDay: remaining === null ? null : neededPerDay(remaining, on, campaign.toOn),
        finish,
        doneToday: series?.at(-1) ?? null,
        series: series?.map((doses, at) => ({ on: days[at]!, doses })) ?? null,
        ...own,
      }
    }
    const rowOf = (unit: Unit) => {
      const { alarms, ...own } = work.ofUnit(unit.id)
      const { id, code, name, tileColumn, tileRow, notRestated } = unit
      const series = done.series === null ? null : (done.series.get(id) ?? days.map(() => 0))
      const figures = figuresOf(goal.targetOf(unit.memberIds), done.total.get(id) ?? 0, series, own)
      const standing = decideWardState({
        ...alarms,
        against: figures.target === null ? null : figures,
        goalPercent: goal.percent,
        overOneDay: own.entryLag.overOneDay,
        pace: own.stepPace,
        neededPerDay: figures.neededPerDay ?? figures.remaining ?? 0,
        usePerDay: own.pace?.perDay ?? 0,
        stockDoses: own.closedDoses + own.inTransitDoses,
      })
      const { silent, daysWithoutEntry, withoutCrew } = alarms
      const place = { id, code, name, tileColumn, tileRow, notRestated }
      return { place, ...figures, standing, silent, daysWithoutEntry, withoutCrew }
    }
    const items = units.map(rowOf)
    const placeTarget = query.place === undefined ? null : goal.targetOf([query.place])
    const series =
      done.series === null ? null : days.map((_, at) => sum(items, (item) => item.series?.[at]?.doses ?? 0))
    return {
      campaignId: campaign.id,
      by: query.by,
      groupId: query.group ?? null,
      groupName: goal.allGroups.find(({ id }) => id === query.group)?.name ?? null,
      step,
      goalPercent: goal.percent,
      on,
      asOf: asRecorded && on < today ? startOfDay(addDays(on, 1), timeZone).toISOString() : now.toISOString(),
      generatedAt: now.toISOString(),
      unitsOn: query.unitsOn ?? null,
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

/** What the doses are held against: the groups that were asked for, their targets, and the goal. */
export async function loadGoal(
  tx: Tx,
  { campaign, today }: Reading,
  query: Pick<Query, 'group' | 'by' | 'step' | 'recordedBy'>,
  timeZone: string,
) {
  const { recordedBy } = query
  const recordedBefore =
    recordedBy === undefined || recordedBy >= today ? undefined : startOfDay(addDays(recordedBy, 1), timeZone)
  const [groups, targets] = await together(
    selectTargetGroups(tx, campaign.id),
    selectTargets(tx, {
      campaignId: campaign.id,
      ...(recordedBefore === undefined ? {} : { recordedBefore }),
    }),
  )
  const chosen = chooseGroups(groups, query)
  const targetsOf = Map.groupBy(targets, (row) => row.placeId)
  return {
    groups: chosen,
    allGroups: groups,
    targets,
    percent: Math.max(...chosen.map((group) => group.goalPercent), 0) || GOAL_PERCENT,
    firstPersons: firstPersonsOf(targets, selectOutermost(groups)),
    /** Of these places together. */
    targetOf: (placeIds: readonly string[]): TargetFigure | null =>
      sumTargets(
        placeIds.flatMap((placeId) =>
          (targetsOf.get(placeId) ?? []).filter(
            (row) => row.step === query.step && chosen.some((group) => group.id === row.targetGroupId),
          ),
        ),
      ),
  }
}

function chooseGroups(groups: Group[], { group, by }: Pick<Query, 'group' | 'by'>): Group[] {
  if (group === undefined) return selectOutermost(groups)
  // What is counted by place of injection has no age and no code.
  if (by === 'injection') throw new Problem('report.group-by-residence')
  const found = groups.filter((each) => each.id === group)
  if (found.length === 0) throw new Problem('not-found')
  return found
}

/** Persons whom a ward's pace is measured against: those of the campaign's first step. */
function firstPersonsOf(
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

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}
