import { addDays, type LocalDate } from '#domain/dates.ts'
import { paceOfStep, type PaceRange } from '#domain/forecast.ts'
import { daysOfStock, injectedOfSupplied } from '#domain/progress.ts'
import { startOfDay } from '#domain/session-window.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import { together, type Tx } from '#db/db.ts'
import { lotStandingOn } from '#features/stock/lot-queries.ts'
import type { Deps } from '#http/types.ts'
import type { Reading } from './begin.ts'
import { estimateWardPaces, toPlanningInput, toWardInput, type WardPace } from './estimate-pace.ts'
import { describeLag, LAG_DAYS, type Lag } from './entry-lag.ts'
import { sumBy } from './count-done.ts'
import { loadGround, type Ground } from './ground.ts'
import {
  countInTransit,
  countInTransitBy,
  selectProductInputs,
  selectSessionStates,
  selectStepShares,
  selectSupply,
} from './queries.ts'
import { restateGround } from './restate-ground.ts'
import { unitIndex } from './units.ts'

/** What the sites of a ward do and have, whoever they inject. */
export type Work = {
  pace: PaceRange | null
  /** Of the step that is looked at. */
  stepPace: PaceRange | null
  closedDoses: number
  inTransitDoses: number
  daysOfStock: number | null
  supply: { received: number; sent: number; injected: number; ratio: number | null }
  entryLag: Lag
  notEntered: number
  openSessions: number
}

export type Alarms = {
  silent: boolean
  daysWithoutEntry: number
  isLateEntry: boolean
  dryDays: number
  withoutCrew: { sessionId: string; siteName: string; reason: string }[]
}

export type WorkReport = { ofUnit: (unitId: string) => Work & { alarms: Alarms }; total: Work }

/** Pace of a step: its share of what the ward gave in as many days as the pace looks at. */
const SHARE_DAYS = 14

export type WorkFacts = Awaited<ReturnType<typeof loadWorkFacts>>

/** What is counted and planned where doses are given. */
export async function loadWorkFacts(
  tx: Tx,
  { authority: { timeZone } }: Deps,
  { campaign, wardIds, today }: Reading,
  { on, step }: { on: LocalDate; step: StepCode },
) {
  const { productIds } = campaign
  const isPast = on < today
  const view = { campaignId: campaign.id, productIds, wardIds: new Set(wardIds), asOf: on, timeZone, isPast }
  const fromOn = addDays(on, 1 - SHARE_DAYS)
  const [ground, products, supplies, inTransit, sessions, shares] = await together(
    loadGround(tx, view),
    selectProductInputs(tx, productIds),
    selectSupply(tx, productIds, on),
    isPast
      ? countInTransitBy(tx, productIds, startOfDay(addDays(on, 1), timeZone))
      : countInTransit(tx, productIds),
    selectSessionStates(tx, campaign.id, on),
    selectStepShares(tx, { productIds, step, fromOn, toOn: on }),
  )
  return { ground, products, supplies, inTransit, sessions, shares }
}

/** Of each unit, and of all of them. @param of.firstPersons of each ward, as a target of the first step. */
export function reportWork(
  { units }: Reading,
  facts: WorkFacts,
  of: { on: LocalDate; firstPersons: ReadonlyMap<string, number> },
): WorkReport {
  const { on, firstPersons } = of
  const unitOf = unitIndex(units)
  const ground = restateGround(facts.ground, unitOf)
  const inTransit = sumBy(facts.inTransit, unitOf)
  const sessions = facts.sessions.map((row) => ({ ...row, wardId: unitOf.get(row.wardId) ?? row.wardId }))
  const paces = estimateWardPaces(
    toPlanningInput(
      on,
      ground,
      facts.products,
      units.map((unit) => toWardInput(unit, sumOf(unit.memberIds, firstPersons))),
    ),
  )
  const closed = usableDoses(ground, on)
  const injected = new Map<string, number>()
  for (const { wardId, doses } of [...ground.entries, ...ground.givenBefore])
    injected.set(wardId, (injected.get(wardId) ?? 0) + doses)
  const notEntered = new Map<string, number>()
  for (const { wardId, issuedDoses } of ground.stock)
    if (wardId !== null) notEntered.set(wardId, (notEntered.get(wardId) ?? 0) + issuedDoses)
  const since = addDays(on, -LAG_DAYS)
  const young = Map.groupBy(
    ground.entries.filter((row) => row.administeredOn > since),
    (row) => row.wardId,
  )
  const perUnit = <Row extends { wardId: string }>(rows: readonly Row[]) =>
    Map.groupBy(rows, (row) => unitOf.get(row.wardId) ?? '')
  const suppliesOf = perUnit([...facts.supplies.values()])
  const sharesOf = perUnit([...facts.shares.values()])

  const partOf = (ids: ReadonlySet<string>): Work => {
    const own = [...ids]
    const add = (map: ReadonlyMap<string, number>) => sumOf(own, map)
    const sum = <Row>(map: ReadonlyMap<string, Row[]>, of: (row: Row) => number) =>
      own.reduce((all, id) => all + (map.get(id) ?? []).reduce((so, row) => so + of(row), 0), 0)
    const received = sum(suppliesOf, (row) => row.received)
    const sent = sum(suppliesOf, (row) => row.sent)
    const pace = addPaces(own.map((id) => paces.get(id)!))
    const given = { ofStep: sum(sharesOf, (row) => row.ofStep), ofAll: sum(sharesOf, (row) => row.ofAll) }
    const closedDoses = add(closed)
    const days = daysOfStock(closedDoses, pace?.perDay ?? null)
    return {
      pace: roundPace(pace),
      stepPace: roundPace(paceOfStep(pace, given)),
      closedDoses,
      inTransitDoses: add(inTransit),
      daysOfStock: days === null ? null : tenth(days),
      supply: {
        received,
        sent,
        injected: add(injected),
        ratio: injectedOfSupplied(add(injected), received - sent),
      },
      entryLag: describeLag(own.flatMap((id) => young.get(id) ?? [])),
      notEntered: add(notEntered),
      openSessions: sessions.filter((row) => ids.has(row.wardId) && row.state !== 'closed').length,
    }
  }
  return {
    total: partOf(new Set(units.map(({ id }) => id))),
    ofUnit: (unitId) => {
      const { silent, daysWithoutEntry, isLateEntry, dryDays } = paces.get(unitId)!
      const withoutCrew = sessions.flatMap((row) =>
        row.wardId === unitId && row.overrideReason !== null
          ? [{ sessionId: row.sessionId, siteName: row.siteName, reason: row.overrideReason }]
          : [],
      )
      const alarms = { silent, daysWithoutEntry, isLateEntry, dryDays, withoutCrew }
      return { ...partOf(new Set([unitId])), alarms }
    },
  }
}

const sumOf = (ids: readonly string[], amounts: ReadonlyMap<string, number>) =>
  ids.reduce((all, id) => all + (amounts.get(id) ?? 0), 0)

/** Unopened doses that may be used on the day; what the books have below zero hides nothing elsewhere. */
function usableDoses({ stock, lots }: Ground, on: LocalDate): Map<string, number> {
  const usable = new Map<string, number>()
  for (const { wardId, lotId, doses } of stock) {
    if (wardId === null || doses <= 0) continue
    const { status, useByOn } = lotStandingOn(lots.get(lotId)!, on)
    if (status !== 'ok' || useByOn === null || useByOn < on) continue
    usable.set(wardId, (usable.get(wardId) ?? 0) + doses)
  }
  return usable
}

/** Null where nothing is given and nothing planned. */
function addPaces(paces: readonly WardPace[]): PaceRange | null {
  const add = (key: keyof PaceRange) => paces.reduce((all, pace) => all + pace[key], 0)
  return add('perDay') > 0 ? { perDay: add('perDay'), low: add('low'), high: add('high') } : null
}

const roundPace = (pace: PaceRange | null): PaceRange | null =>
  pace && { perDay: tenth(pace.perDay), low: tenth(pace.low), high: tenth(pace.high) }

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
