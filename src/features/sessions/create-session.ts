import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import type { SessionSlot } from '#domain/calling.ts'
import type { LocalDate } from '#domain/dates.ts'
import { validOn } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { session, sessionVaccine, site } from '#db/tables/sessions.ts'
import { lot } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { findCampaign, selectCampaignProductIds } from '#features/campaigns/queries.ts'
import { createHolder } from '#features/stock/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { lockWard } from './create-site.ts'
import { findSession, type SessionRow } from './queries.ts'

export type PlannedVaccine = {
  productId: string
  lotId: string | null
  step: string | null
  plannedDoses: number
}

export type NewSession = {
  siteId: string
  wardId?: string | undefined
  campaignId: string
  sessionOn: LocalDate
  slot: SessionSlot
  capacity: number
  vaccines: PlannedVaccine[]
}

/**
 * A dated session of a site, with the holder of what will be issued to it.
 *
 * @throws Problem `not-found`, `site.not-in-force`, `site.not-mobile`, `place.unknown`, `place.wrong-kind`,
 *   `campaign.wrong-state`, `session.outside-campaign`, `session.exists`, `session.wrong-product`,
 *   `session.product-twice`.
 */
export async function createSession(deps: Deps, actor: Actor, input: NewSession): Promise<SessionRow> {
  const id = deps.newId()
  const at = deps.clock()
  const reach = scopeOf(actor, 'session.plan')
  return inScope(deps.db, { ...reach, accountId: actor.accountId }, async (tx) => {
    const { vaccines, ...fields } = input
    const { siteId, campaignId, sessionOn, slot } = fields
    const [where] = await tx.select().from(site).where(eq(site.id, siteId)).for('no key update')
    if (where === undefined) throw new Problem('not-found')
    requireReach(actor, 'session.plan', { wardId: where.wardId })
    if (!validOn(where, sessionOn)) throw new Problem('site.not-in-force', { on: sessionOn })
    const wardId = input.wardId ?? where.wardId
    if (wardId !== where.wardId) {
      if (where.kind !== 'mobile') throw new Problem('site.not-mobile')
      await lockWard(tx, wardId, sessionOn)
    }
    await requireCampaignDay(tx, campaignId, sessionOn)
    await requireFree(tx, { siteId, sessionOn, slot })
    await tx.insert(session).values({ ...fields, id, wardId, state: 'planned' })
    await setVaccines(tx, { id, campaignId }, vaccines)
    await createHolder(tx, {
      id: deps.newId(),
      kind: 'session',
      placeId: wardId,
      siteId,
      sessionId: id,
      createdAt: at,
    })
    await appendAudit(tx, actor, at, {
      action: 'createSession',
      subjectKind: 'session',
      subjectId: id,
      placeId: wardId,
      detail: { siteId, campaignId, sessionOn, slot, capacity: input.capacity },
    })
    return (await findSession(tx, everySession, id))!
  })
}

/** The use case has asked for the place already; rows of people are still read within the scope. */
export const everySession = { wide: true, wardIds: [], siteIds: [], sessionIds: [] }

async function requireCampaignDay(tx: Tx, campaignId: string, sessionOn: LocalDate): Promise<void> {
  const found = await findCampaign(tx, campaignId)
  if (found === null) throw new Problem('not-found')
  const { state, fromOn, toOn } = found
  if (state === 'closed') throw new Problem('campaign.wrong-state', { state })
  if (sessionOn < fromOn || sessionOn > toOn) throw new Problem('session.outside-campaign', { fromOn, toOn })
}

/** One session per site, day and time of day; the site is locked, so two requests cannot both pass. */
async function requireFree(
  tx: Tx,
  { siteId, sessionOn, slot }: { siteId: string; sessionOn: LocalDate; slot: string },
): Promise<void> {
  const same = and(
    eq(session.siteId, siteId),
    eq(session.sessionOn, sessionOn),
    eq(session.slot, slot),
    ne(session.state, 'cancelled'),
  )
  const [other] = await tx.select({ id: session.id }).from(session).where(same).limit(1)
  if (other !== undefined) throw new Problem('session.exists', { sessionOn })
}

/** @throws Problem `session.wrong-product`, `session.product-twice`. */
export async function setVaccines(
  tx: Tx,
  { id, campaignId }: { id: string; campaignId: string },
  vaccines: readonly PlannedVaccine[],
): Promise<void> {
  const productIds = new Set(vaccines.map((each) => each.productId))
  if (productIds.size < vaccines.length) throw new Problem('session.product-twice')
  const allowed = await selectCampaignProductIds(tx, campaignId)
  if ([...productIds].some((productId) => !allowed.includes(productId)))
    throw new Problem('session.wrong-product')
  const lotIds = vaccines.map((each) => each.lotId).filter((lotId) => lotId !== null)
  const lots = lotIds.length === 0 ? [] : await tx.select().from(lot).where(inArray(lot.id, lotIds))
  const productOf = new Map(lots.map((row) => [row.id, row.productId]))
  if (vaccines.some(({ lotId, productId }) => lotId !== null && productOf.get(lotId) !== productId))
    throw new Problem('session.wrong-product')
  await tx.delete(sessionVaccine).where(eq(sessionVaccine.sessionId, id))
  for (const vaccine of vaccines) await tx.insert(sessionVaccine).values({ ...vaccine, sessionId: id })
}
