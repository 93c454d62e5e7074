import { and, asc, desc, eq, exists, gt, inArray, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Role, Scope } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import type { GrantTarget } from '#domain/granting.ts'
import { foldName } from '#domain/place-names.ts'
import type { Db, Tx } from '#db/db.ts'
import { accessGrant, account } from '#db/tables/accounts.ts'
import { place, placeName } from '#db/tables/geography.ts'
import { session, site } from '#db/tables/sessions.ts'

export type AccountRow = typeof account.$inferSelect

/** A grant with the names of where it holds, as people read them. */
export type NamedGrant = GrantTarget & {
  id: string
  accountId: string
  role: Role
  validFrom: Date
  validTo: Date | null
  reason: string
  placeName: string | null
  siteName: string | null
  sessionOn: string | null
}

const sessionSite = alias(site, 'session_site')

/** Grants of these accounts that hold now or will; with `ended`, those of the past too. Oldest first. */
export async function selectGrants(
  db: Db | Tx,
  accountIds: readonly string[],
  now: Date,
  timeZone: string,
  which: 'in-force' | 'live' | 'all' = 'live',
): Promise<NamedGrant[]> {
  if (accountIds.length === 0) return []
  const today = localDateAt(now, timeZone)
  const unended = or(isNull(accessGrant.validTo), gt(accessGrant.validTo, now))
  const nameThen = db
    .select({ name: placeName.name })
    .from(placeName)
    .where(eq(placeName.placeId, accessGrant.placeId))
    .orderBy(desc(sql`${placeName.validFrom} <= ${today}`), desc(placeName.validFrom))
    .limit(1)
  return db
    .select({
      id: accessGrant.id,
      accountId: accessGrant.accountId,
      role: sql<Role>`${accessGrant.role}`,
      placeId: accessGrant.placeId,
      siteId: accessGrant.siteId,
      sessionId: accessGrant.sessionId,
      atSiteId: sql<string | null>`coalesce(${site.id}, ${session.siteId})`,
      inWardId: sql<string | null>`coalesce(${accessGrant.placeId}, ${site.wardId}, ${session.wardId})`,
      validFrom: accessGrant.validFrom,
      validTo: accessGrant.validTo,
      reason: accessGrant.reason,
      placeName: sql<string | null>`(${nameThen})`,
      siteName: sql<string | null>`coalesce(${site.name}, ${sessionSite.name})`,
      sessionOn: session.sessionOn,
    })
    .from(accessGrant)
    .leftJoin(site, eq(site.id, accessGrant.siteId))
    .leftJoin(session, eq(session.id, accessGrant.sessionId))
    .leftJoin(sessionSite, eq(sessionSite.id, session.siteId))
    .where(
      and(
        inArray(accessGrant.accountId, [...accountIds]),
        which === 'all' ? undefined : unended,
        which === 'in-force' ? lte(accessGrant.validFrom, now) : undefined,
      ),
    )
    .orderBy(asc(accessGrant.validFrom), asc(accessGrant.id))
}

/** Null when the place, site or session does not exist. */
export async function findGrantTarget(
  db: Db | Tx,
  wanted: { placeId: string | null; siteId: string | null; sessionId: string | null },
): Promise<GrantTarget | null> {
  if (wanted.sessionId !== null) {
    const [row] = await db
      .select({ atSiteId: session.siteId, inWardId: session.wardId })
      .from(session)
      .where(eq(session.id, wanted.sessionId))
    return row === undefined ? null : { ...wanted, ...row }
  }
  if (wanted.siteId !== null) {
    const [row] = await db
      .select({ atSiteId: site.id, inWardId: site.wardId })
      .from(site)
      .where(eq(site.id, wanted.siteId))
    return row === undefined ? null : { ...wanted, ...row }
  }
  if (wanted.placeId !== null) {
    const [row] = await db.select({ id: place.id }).from(place).where(eq(place.id, wanted.placeId))
    return row === undefined ? null : { ...wanted, atSiteId: null, inWardId: row.id }
  }
  return { ...wanted, atSiteId: null, inWardId: null }
}

/** Accounts that have or had a grant inside the scope: last season's staff are found again. */
function inScopeOf(db: Db | Tx, scope: Scope): SQL | undefined {
  if (scope.wide) return undefined
  const reached = or(
    scope.wardIds.length === 0
      ? undefined
      : or(
          inArray(accessGrant.placeId, scope.wardIds),
          inArray(site.wardId, scope.wardIds),
          inArray(session.wardId, scope.wardIds),
        ),
    scope.siteIds.length === 0
      ? undefined
      : or(inArray(accessGrant.siteId, scope.siteIds), inArray(session.siteId, scope.siteIds)),
    scope.sessionIds.length === 0 ? undefined : inArray(accessGrant.sessionId, scope.sessionIds),
  )
  if (reached === undefined) return sql`false`
  return exists(
    db
      .select({ one: sql`1` })
      .from(accessGrant)
      .leftJoin(site, eq(site.id, accessGrant.siteId))
      .leftJoin(session, eq(session.id, accessGrant.sessionId))
      .where(and(eq(accessGrant.accountId, account.id), reached)),
  )
}

export type AccountFilter = { text?: string; role?: Role; siteId?: string; disabled?: boolean }

/** Newest first. `text`: any part of the name, sign-in name or unit, with or without diacritics. */
export async function selectAccounts(
  db: Db | Tx,
  scope: Scope,
  filter: AccountFilter,
  page: { limit: number; afterId: string | null },
  now: Date,
): Promise<AccountRow[]> {
  const words = foldName(filter.text ?? '')
    .split(' ')
    .filter((word) => word !== '')
  const searched = sql`unaccent(lower(${account.fullName} || ' ' || ${account.signInName} || ' ' || ${account.unit}))`
  const granted =
    filter.role === undefined && filter.siteId === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(accessGrant)
            .leftJoin(session, eq(session.id, accessGrant.sessionId))
            .where(
              and(
                eq(accessGrant.accountId, account.id),
                or(isNull(accessGrant.validTo), gt(accessGrant.validTo, now)),
                filter.role === undefined ? undefined : eq(accessGrant.role, filter.role),
                filter.siteId === undefined
                  ? undefined
                  : or(eq(accessGrant.siteId, filter.siteId), eq(session.siteId, filter.siteId)),
              ),
            ),
        )
  const disabled = filter.disabled
  return db
    .select()
    .from(account)
    .where(
      and(
        inScopeOf(db, scope),
        granted,
        // A folded word holds letters and digits only: nothing in it is a wildcard.
        ...words.map((word) => sql`${searched} LIKE ${`%${word}%`}`),
        disabled === undefined ? undefined : sql`(${account.disabledAt} IS NOT NULL) = ${disabled}`,
        page.afterId === null ? undefined : lt(account.id, page.afterId),
      ),
    )
    .orderBy(desc(account.id))
    .limit(page.limit)
}

export async function findAccountInScope(
  db: Db | Tx,
  scope: Scope,
  accountId: string,
): Promise<AccountRow | null> {
  const [found] = await db
    .select()
    .from(account)
    .where(and(eq(account.id, accountId), inScopeOf(db, scope)))
  return found ?? null
}

export async function findAccountByName(db: Db | Tx, signInName: string): Promise<AccountRow | null> {
  const [found] = await db.select().from(account).where(eq(account.signInName, signInName))
  return found ?? null
}
