import { addDays, type LocalDate } from '#domain/dates.ts'
import { daysOfStock } from '#domain/progress.ts'
import type { Tx } from '#db/db.ts'
import { lotStandingOn } from '#features/stock/lot-queries.ts'
import type { Deps } from '#http/types.ts'
import type { Reading } from './begin.ts'
import { estimateWardPaces, toPlanningInput, toWardInput, type WardPace } from './estimate-pace.ts'
import { describeLag, LAG_DAYS, type Lag } from './entry-lag.ts'
import { loadGround, type Ground } from './ground.ts'
import { countInTransit, selectProductInputs, selectSessionStates, selectSupply } from './queries.ts'

/** What the sites of a ward do and have, whoever they inject. */
export type Work = {
  pace: { perDay: number; low: number; high: number } | null
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
  withoutCrew: { sessionId: string; siteName: string; reason: string }[]
}

export type WorkReport = { ofWard: (wardId: string) => Work & { alarms: Alarms }; total: Work }

export async function loadWork(
  tx: Tx,
  { authority: { timeZone } }: Deps,
  { campaign, wards }: Reading,
  on: LocalDate,
  targetPersons: ReadonlyMap<string, number>,
): Promise<WorkReport> {
  const { productIds } = campaign
  const wardIds = new Set(wards.map((ward) => ward.id))
  const ground = await loadGround(tx, { campaignId: campaign.id, productIds, wardIds, asOf: on, timeZone })
  const products = await selectProductInputs(tx, productIds)
  const supplies = await selectSupply(tx, productIds, on)
  const inTransit = await countInTransit(tx, productIds)
  const sessions = await selectSessionStates(tx, campaign.id, on)
  const paces = estimateWardPaces(
    toPlanningInput(
      on,
      ground,
      products,
      wards.map((ward) => toWardInput(ward, targetPersons.get(ward.id) ?? 0)),
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

  const partOf = (ids: ReadonlySet<string>): Work => {
    const own = [...ids]
    const add = (map: ReadonlyMap<string, number>) => own.reduce((all, id) => all + (map.get(id) ?? 0), 0)
    const supply = (key: 'received' | 'sent') =>
      own.reduce((all, id) => all + (supplies.get(id)?.[key] ?? 0), 0)
    const pace = addPaces(own.map((id) => paces.get(id)!))
    const closedDoses = add(closed)
    const days = daysOfStock(closedDoses, pace?.perDay ?? null)
    const net = supply('received') - supply('sent')
    return {
      pace: pace && { perDay: tenth(pace.perDay), low: tenth(pace.low), high: tenth(pace.high) },
      closedDoses,
      inTransitDoses: add(inTransit),
      daysOfStock: days === null ? null : tenth(days),
      supply: {
        received: supply('received'),
        sent: supply('sent'),
        injected: add(injected),
        ratio: net > 0 ? add(injected) / net : null,
      },
      entryLag: describeLag(own.flatMap((id) => young.get(id) ?? [])),
      notEntered: add(notEntered),
      openSessions: sessions.filter((row) => ids.has(row.wardId) && row.state !== 'closed').length,
    }
  }
  return {
    total: partOf(wardIds),
    ofWard: (wardId) => {
      const { silent, daysWithoutEntry } = paces.get(wardId)!
      const withoutCrew = sessions.flatMap((row) =>
        row.wardId === wardId && row.overrideReason !== null
          ? [{ sessionId: row.sessionId, siteName: row.siteName, reason: row.overrideReason }]
          : [],
      )
      return { ...partOf(new Set([wardId])), alarms: { silent, daysWithoutEntry, withoutCrew } }
    },
  }
}

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
function addPaces(paces: readonly WardPace[]): Pick<WardPace, 'perDay' | 'low' | 'high'> | null {
  const add = (key: 'perDay' | 'low' | 'high') => paces.reduce((all, pace) => all + pace[key], 0)
  return add('perDay') > 0 ? { perDay: add('perDay'), low: add('low'), high: add('high') } : null
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
