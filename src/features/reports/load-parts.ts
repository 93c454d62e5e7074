import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import { forecastFinish, goalLight, paceOfStep } from '#domain/forecast.ts'
import { Problem } from '#domain/problem.ts'
import { coverage, GOAL_PERCENT, neededPerDay } from '#domain/progress.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import type { Tx } from '#db/db.ts'
import { loadAgeCuts } from '#features/campaigns/queries.ts'
import type { Deps } from '#http/types.ts'
import { readProgress, type Reading } from './begin.ts'
import type * as contract from './contract.ts'
import { seriesDays } from './count-done.ts'
import { loadGoal } from './load-progress.ts'
import { loadWorkFacts, reportWork } from './load-work.ts'
import {
  countGroupPersons,
  selectEnterpriseParts,
  selectEnterprises,
  selectGroupParts,
  selectGroups,
  selectResidenceParts,
  selectSiteParts,
  selectSites,
  selectStepParts,
  type PartDoses,
} from './part-queries.ts'
import { sumTargets, type TargetFigure } from './target-cells.ts'

type Query = z.output<typeof contract.partsQuery>
/** What a row is before it is measured. */
type Part = { key: string; name: string; within: string; target: TargetFigure | null; goalPercent: number }

/**
 * The same figures with other rows: residential groups, sites, enterprises, target groups, doses by kind and number.
 * Residential groups are those of one ward: no counter keeps them, and a city's doses are not read for a glance.
 *
 * @throws Problem `not-found`, `report.day-ahead`, `report.groups-of-one-ward`.
 */
export function loadParts(deps: Deps, actor: Actor, query: Query) {
  const asked = { ...query, by: 'residence' as const, recordedBy: undefined }
  return readProgress(deps, actor, query, async (tx, reading) => {
    const { campaign, now, today } = reading
    const on = query.on ?? today
    if (on > today) throw new Problem('report.day-ahead', { on })
    const goal = await loadGoal(tx, reading, asked, deps.authority.timeZone)
    const { parts, doses } = await readers[query.rows](tx, reading, { deps, query, goal, on })
    const facts = await loadWorkFacts(tx, deps, reading, { on, step: query.step })
    const work = reportWork(reading, facts, { on, firstPersons: goal.firstPersons })
    // Doses of all steps where the rows are steps, else of the one that is looked at.
    const whole = query.rows === 'step' ? work.total.pace : work.total.stepPace
    const ofAll = [...doses.values()].reduce((sum, part) => sum + part.lately, 0)
    const days = seriesDays(on)
    const items = parts.map(({ key, name, within, target, goalPercent }) => {
      const own = doses.get(key)
      const done = own?.done ?? 0
      const against = target === null ? null : coverage(target.persons, done, goalPercent)
      const remaining = against?.remaining ?? null
      const share = ofAll > 0 ? paceOfStep(whole, { ofStep: own?.lately ?? 0, ofAll }) : null
      const finish = forecastFinish(remaining, share, on)
      const series = days.map((day) => ({ on: day, doses: own?.days.get(day) ?? 0 }))
      return {
        key,
        name,
        within,
        target,
        done,
        percent: against?.percent ?? null,
        goalReached: against?.goalReached ?? false,
        light: goalLight(against, finish, campaign.toOn),
        remaining,
        neededPerDay: remaining === null ? null : neededPerDay(remaining, on, campaign.toOn),
        finish,
        stepPace: share && { perDay: tenth(share.perDay), low: tenth(share.low), high: tenth(share.high) },
        doneToday: series.at(-1)!.doses,
        series,
      }
    })
    return {
      campaignId: campaign.id,
      rows: query.rows,
      groupId: query.group ?? null,
      step: query.step,
      on,
      generatedAt: now.toISOString(),
      items,
    }
  })
}

const tenth = (value: number) => Math.round(value * 10) / 10

type Asked = {
  deps: Deps
  query: Query
  goal: Awaited<ReturnType<typeof loadGoal>>
  on: LocalDate
}
type Reader = (
  tx: Tx,
  reading: Reading,
  asked: Asked,
) => Promise<{ parts: Part[]; doses: ReadonlyMap<string, PartDoses> }>

const readers: Record<Query['rows'], Reader> = {
  step: async (tx, { campaign, wardIds, units }, { goal, on }) => {
    const cuts = await loadAgeCuts(tx)
    const doses = await selectStepParts(
      tx,
      { wardIds, antigen: campaign.antigen, groups: goal.groups, cuts },
      on,
    )
    const wanted = new Set(units.flatMap(({ memberIds }) => memberIds))
    const groupIds = new Set(goal.groups.map(({ id }) => id))
    const parts = plannedSteps.map((step) => {
      const target = sumTargets(
        goal.targets.filter(
          (row) => row.step === step && wanted.has(row.placeId) && groupIds.has(row.targetGroupId),
        ),
      )
      return { key: step, name: step, within: '', target, goalPercent: goal.percent }
    })
    return { parts: parts.filter(({ key, target }) => target !== null || doses.has(key)), doses }
  },

  'target-group': async (tx, { campaign, wardIds }, { query, goal, on }) => {
    const cuts = await loadAgeCuts(tx)
    const { step } = query
    const groups = goal.allGroups
    const doses = await selectGroupParts(tx, { wardIds, antigen: campaign.antigen, step, cuts }, groups, on)
    const wanted = new Set(wardIds)
    const parts = groups.map((group) => {
      const target = sumTargets(
        goal.targets.filter(
          (row) => row.step === step && wanted.has(row.placeId) && row.targetGroupId === group.id,
        ),
      )
      return { key: group.id, name: group.name, within: '', target, goalPercent: group.goalPercent }
    })
    return { parts, doses }
  },

  site: async (tx, { campaign, wardIds }, { query, goal, on }) => {
    const doses = await selectSiteParts(tx, { wardIds, antigen: campaign.antigen, step: query.step }, on)
    const sites = await selectSites(tx, wardIds, on)
    // A site has no people of its own to be held against.
    return { parts: sites.map((row) => ({ ...row, target: null, goalPercent: goal.percent })), doses }
  },

  group: async (tx, { campaign, wardIds, units, today }, { query, goal, on }) => {
    if (units.length !== 1) throw new Problem('report.groups-of-one-ward')
    const cuts = await loadAgeCuts(tx)
    const { step } = query
    const wanted = { wardIds, antigen: campaign.antigen, step, groups: goal.groups, cuts }
    const doses = await selectResidenceParts(tx, wanted, on)
    const named = await selectGroups(tx, wardIds, on)
    const persons = await countGroupPersons(tx, { wardIds, groups: goal.groups, today })
    // A group that was set no target is held against its own people.
    const ownPeople = (key: string): TargetFigure | null =>
      persons.has(key)
        ? { persons: persons.get(key)!, source: 'list', asOfOn: today, documentNumber: '' }
        : null
    const parts = named.map((row) => ({
      ...row,
      target: goal.targetOf([row.key]) ?? ownPeople(row.key),
      goalPercent: goal.percent,
    }))
    // Whoever lived in the ward and in none of its groups, and groups of another day.
    const known = new Set(named.map(({ key }) => key))
    const others = [...doses.values()].filter(({ key }) => !known.has(key))
    if (others.length === 0) return { parts, doses }
    const sum = (of: (part: PartDoses) => number) => others.reduce((all, part) => all + of(part), 0)
    const days = new Map(seriesDays(on).map((day) => [day, sum((part) => part.days.get(day) ?? 0)] as const))
    const rest = { key: '', done: sum((part) => part.done), lately: sum((part) => part.lately), days }
    const noGroup = { key: '', name: '', within: units[0]!.name, target: null, goalPercent: goal.percent }
    const ofNamed = [...doses].filter(([key]) => known.has(key))
    return { parts: [...parts, noGroup], doses: new Map([...ofNamed, ['', rest]]) }
  },

  enterprise: async (tx, { campaign, wardIds }, { deps, query, on }) => {
    const { timeZone } = deps.authority
    const lists = await selectEnterprises(tx, { campaignId: campaign.id, wardIds, timeZone })
    const doses = await selectEnterpriseParts(tx, {
      listIds: lists.map(({ key }) => key),
      antigen: campaign.antigen,
      step: query.step,
      on,
    })
    const parts = lists.map(({ persons, asOfOn, ...row }) => ({
      ...row,
      target: persons === 0 ? null : { persons, source: 'list' as const, asOfOn, documentNumber: '' },
      goalPercent: GOAL_PERCENT,
    }))
    return { parts, doses }
  },
}
