import { and, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { validOn, type PlaceKind } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { place, placeWithin } from '#db/tables/geography.ts'
import { site } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { inForce } from '#features/geography/queries.ts'
import { foundStock } from '#features/stock/found-stock.ts'
import { createHolder, findCentre } from '#features/stock/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findSite, type SiteKind, type SiteRow } from './queries.ts'

export type NewSite = {
  name: string
  kind: SiteKind
  wardId: string
  facilityCode: string
  validFrom: LocalDate
  validTo: LocalDate | null
}

/**
 * A place where people are vaccinated, with the fridge that holds its closed vials.
 *
 * @throws Problem `not-found`, `site.dates`, `site.name-taken`, `place.unknown`, `place.wrong-kind`.
 */
export async function createSite(deps: Deps, actor: Actor, input: NewSite): Promise<SiteRow> {
  requireReach(actor, 'session.plan', { wardId: input.wardId })
  const { wardId, validFrom, validTo } = input
  if (validTo !== null && validTo < validFrom) throw new Problem('site.dates', { validFrom })
  const id = deps.newId()
  const at = deps.clock()
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    await lockWard(tx, wardId, validFrom)
    await requireFreeName(tx, input, id)
    await tx.insert(site).values({ ...input, id })
    await ensureCentre(tx, deps, wardId, validFrom)
    await createHolder(tx, { id: deps.newId(), kind: 'fridge', placeId: wardId, siteId: id, createdAt: at })
    await appendAudit(tx, actor, at, {
      action: 'createSite',
      subjectKind: 'site',
      subjectId: id,
      placeId: wardId,
      detail: { kind: input.kind, validFrom, validTo },
    })
    return (await findSite(tx, id, localDateAt(at, deps.authority.timeZone)))!
  })
}

/** Where a site may stand. Laos has no wards: there it is a health centre's zone or a village. */
const wardKinds: readonly PlaceKind[] = ['ward', 'health-centre', 'village']

/** @throws Problem `place.unknown`, `place.wrong-kind`. */
export async function lockWard(tx: Tx, wardId: string, on: LocalDate): Promise<void> {
  const [ward] = await tx.select().from(place).where(eq(place.id, wardId)).for('no key update')
  if (ward === undefined || !validOn(ward, on)) throw new Problem('place.unknown', { on })
  if (!(wardKinds as readonly string[]).includes(ward.kind))
    throw new Problem('place.wrong-kind', { kind: ward.kind, wanted: wardKinds.join(', ') })
}

/** Two sites of one name in a ward cannot be told apart; it also makes a repeated request harmless. */
export async function requireFreeName(
  tx: Tx,
  { wardId, name }: { wardId: string; name: string },
  exceptId: string,
): Promise<void> {
  const rows = await tx
    .select({ id: site.id })
    .from(site)
    .where(and(eq(site.wardId, wardId), eq(site.name, name)))
  if (rows.some((row) => row.id !== exceptId)) throw new Problem('site.name-taken')
}

/** The first site of an authority brings its centre's store, at the unit that the wards belong to. */
async function ensureCentre(tx: Tx, deps: Deps, wardId: string, on: LocalDate): Promise<void> {
  if ((await findCentre(tx)) !== null) return
  const [above] = await tx
    .select({ id: place.id })
    .from(placeWithin)
    .innerJoin(place, eq(place.id, placeWithin.ancestorId))
    .where(and(eq(placeWithin.placeId, wardId), eq(placeWithin.depth, 1), inForce(placeWithin, on)))
  await foundStock(tx, { centrePlaceId: above?.id ?? wardId, newId: deps.newId, at: deps.clock() })
}
