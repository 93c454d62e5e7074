import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import { siteRoles, type Actor, type Grant, type Role, type Scope } from '#domain/access.ts'
import { addDays, localDateAt } from '#domain/dates.ts'
import type { Db, Tx } from '#db/db.ts'
import { accessGrant, account, signInFamily } from '#db/tables/accounts.ts'
import { placeWithin } from '#db/tables/geography.ts'
import { session, site } from '#db/tables/sessions.ts'

/** A site's staff still see yesterday's people while they enter what paper kept overnight; outreach returns after days. */
const SESSION_WINDOW_DAYS = 5

/**
 * Who is asking, with each grant that holds now widened to the wards, sites and sessions it reaches.
 *
 * @returns null when the account is disabled, its session version has moved on, or the sign-in was ended.
 */
export async function loadActor(
  db: Db | Tx,
  claims: { sub: string; ver: number; fam: string; dev: string | null },
  now: Date,
  timeZone: string,
): Promise<Actor | null> {
  const [found] = await db
    .select({
      fullName: account.fullName,
      version: account.sessionVersion,
      mustChangeSecret: account.mustChangeSecret,
    })
    .from(account)
    .innerJoin(
      signInFamily,
      and(
        eq(signInFamily.accountId, account.id),
        eq(signInFamily.id, claims.fam),
        isNull(signInFamily.revokedAt),
      ),
    )
    .where(and(eq(account.id, claims.sub), isNull(account.disabledAt)))
  if (found === undefined || found.version !== claims.ver) return null
  // A secret that somebody else has seen opens one door: the one where it is changed.
  const grants = found.mustChangeSecret ? [] : await selectGrantsInForce(db, claims.sub, now)
  const reached = await Promise.all(
    grants.map(async (grant) => Object.assign(grant, { reach: await loadReach(db, grant, now, timeZone) })),
  )
  return { accountId: claims.sub, fullName: found.fullName, deviceId: claims.dev, grants: reached }
}

export async function selectGrantsInForce(db: Db | Tx, accountId: string, now: Date): Promise<Grant[]> {
  const rows = await db
    .select()
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.accountId, accountId),
        lte(accessGrant.validFrom, now),
        or(isNull(accessGrant.validTo), gt(accessGrant.validTo, now)),
      ),
    )
    .orderBy(accessGrant.id)
  return rows.map(({ id, role, placeId, siteId, sessionId, validFrom, validTo }) => ({
    id,
    role: role as Role,
    placeId,
    siteId,
    sessionId,
    validFrom,
    validTo,
  }))
}

const isSiteRole = (role: Role) => (siteRoles as readonly Role[]).includes(role)

/** A role of a site sees sessions, never a ward's residents; other roles see wards and everything that stands in them. */
export async function loadReach(db: Db | Tx, grant: Grant, now: Date, timeZone: string): Promise<Scope> {
  const since = addDays(localDateAt(now, timeZone), -SESSION_WINDOW_DAYS)
  if (grant.sessionId !== null) {
    const rows = await db
      .select({ id: session.id, siteId: session.siteId })
      .from(session)
      .where(eq(session.id, grant.sessionId))
    return {
      wide: false,
      wardIds: [],
      siteIds: rows.map((row) => row.siteId),
      sessionIds: rows.map((row) => row.id),
    }
  }
  if (grant.siteId !== null) {
    const rows = await db
      .select({ id: session.id })
      .from(session)
      .where(and(eq(session.siteId, grant.siteId), gt(session.sessionOn, since)))
    return { wide: false, wardIds: [], siteIds: [grant.siteId], sessionIds: rows.map((row) => row.id) }
  }
  if (grant.placeId !== null) {
    const within = await db
      .selectDistinct({ id: placeWithin.placeId })
      .from(placeWithin)
      .where(eq(placeWithin.ancestorId, grant.placeId))
    const wardIds = within.map((row) => row.id)
    if (wardIds.length === 0) return { wide: false, wardIds: [], siteIds: [], sessionIds: [] }
    const sites = await db.select({ id: site.id }).from(site).where(inArray(site.wardId, wardIds))
    const siteIds = sites.map((row) => row.id)
    // A ward official counts the sessions of the ward without seeing their people from elsewhere: no sessionIds.
    if (!isSiteRole(grant.role)) return { wide: false, wardIds, siteIds, sessionIds: [] }
    const sessions = await db
      .select({ id: session.id })
      .from(session)
      .where(and(inArray(session.wardId, wardIds), gt(session.sessionOn, since)))
    return { wide: false, wardIds: [], siteIds, sessionIds: sessions.map((row) => row.id) }
  }
  return { wide: true, wardIds: [], siteIds: [], sessionIds: [] }
}
