import type { LocalDate } from '#domain/dates.ts'
import { assignCrew } from '#features/sessions/assign-crew.ts'
import { callPeople } from '#features/sessions/call-people.ts'
import { closeSession } from '#features/sessions/close-session.ts'
import { createSession } from '#features/sessions/create-session.ts'
import { openSession } from '#features/sessions/open-session.ts'
import { recordPresence } from '#features/sessions/record-presence.ts'
import { issueVials } from '#features/stock/issue-vials.ts'
import { asActor } from './actors.ts'
import type { City, Lot, Ward } from './city.ts'
import { stockOf } from './supply.ts'
import type { Deps } from './stage.ts'

/** A session as the simulator follows it. */
export type HeldSession = { id: string; ward: Ward; on: LocalDate; lot: Lot; vials: number; given: number }

export type SessionWish = { ward: Ward; on: LocalDate; lot: Lot; capacity: number; calls: boolean }

/** Planned, staffed, supplied from the ward's fridge as far as it goes, and opened with its crew present. */
export async function beginSession(deps: Deps, city: City, wish: SessionWish): Promise<HeldSession> {
  const { ward, on, lot, capacity, calls } = wish
  const { actor } = city
  const session = await createSession(deps, actor, {
    siteId: ward.siteId,
    campaignId: city.campaignId,
    sessionOn: on,
    slot: 'all-day',
    capacity,
    vaccines: [{ productId: lot.productId, lotId: lot.id, step: null, plannedDoses: capacity }],
  })
  if (calls)
    await callPeople(deps, actor, session.id, { targetGroupId: city.targetGroupId, step: 'primary-1' })
  const there = Math.floor((await stockOf(deps, ward.fridgeId, lot.id)) / lot.dosesPerVial)
  const vials = Math.min(there, Math.ceil(capacity / lot.dosesPerVial))
  if (vials > 0)
    await issueVials(deps, actor, {
      id: deps.newId(),
      fromHolderId: ward.fridgeId,
      sessionId: session.id,
      lotId: lot.id,
      vials,
    })
  const crew = [
    { worker: ward.scanner, duty: 'scanner' as const },
    ...ward.dataEntry.map((worker) => ({ worker, duty: 'data-entry' as const })),
  ]
  for (const { worker, duty } of crew) {
    await assignCrew(deps, actor, session.id, { accountId: worker.accountId, duty })
    await recordPresence(deps, await asActor(deps, worker), session.id, { present: true, deviceId: null })
  }
  await openSession(deps, actor, session.id, null)
  return { id: session.id, ward, on, lot, vials, given: 0 }
}

/**
 * Closed vials go back to the fridge, the rest of the opened ones is written off.
 *
 * @param reason why paper and server may differ; null when they agree.
 */
export async function endSession(
  deps: Deps,
  city: City,
  session: HeldSession,
  reason: string | null,
): Promise<void> {
  const { id, ward, lot, vials, given } = session
  const opened = Math.ceil(given / lot.dosesPerVial)
  await closeSession(deps, city.actor, id, {
    paperCount: given,
    phoneCount: given,
    reason,
    stock: {
      returnTo: ward.fridgeId,
      lots: vials === 0 ? [] : [{ lotId: lot.id, closedVials: vials - opened, discardedDoses: null }],
    },
  })
}
