import { and, asc, desc, eq, gte, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { mayAnywhere, reaches, type Actor, type Permission, type Scope } from '#domain/access.ts'
import type { SessionSlot } from '#domain/calling.ts'
import type { LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { selectMissingDuties } from '#domain/roster.ts'
import type { Connection, Tx } from '#db/db.ts'
import { session, sessionCount, sessionVaccine, site } from '#db/tables/sessions.ts'
import { holder, lot, product } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import { selectCrewPosts } from './crew-queries.ts'

export type SessionState = 'planned' | 'open' | 'closing' | 'closed' | 'cancelled'
export type SiteKind = 'fixed' | 'mobile'

/** The ward's name on a day. Columns of the outer query are named in full: drizzle would write them bare. */
const wardNameOn = (wardId: SQL, on: SQL) => sql<string | null>`(
  SELECT n.name FROM place_name n WHERE n.place_id = ${wardId} AND n.valid_from <= ${on}
  ORDER BY n.valid_from DESC LIMIT 1)`

const siteColumns = (on: LocalDate) => ({
  id: site.id,
  name: site.name,
  kind: sql<SiteKind>`${site.kind}`,
  wardId: site.wardId,
  wardName: wardNameOn(sql`site.ward_id`, sql`${on}::date`),
  facilityCode: site.facilityCode,
  validFrom: site.validFrom,
  validTo: site.validTo,
  fridgeId: sql<
    string | null
  >`(SELECT h.id FROM ${holder} h WHERE h.site_id = site.id AND h.kind = 'fridge' LIMIT 1)`,
  version: site.version,
})

function sitesInScope(scope: Scope): SQL | undefined {
  if (scope.wide) return undefined
  const { wardIds, siteIds } = scope
  return (
    or(
      wardIds.length > 0 ? inArray(site.wardId, wardIds) : undefined,
      siteIds.length > 0 ? inArray(site.id, siteIds) : undefined,
    ) ?? sql`false`
  )
}

export type SiteFilter = { today: LocalDate; wardId?: string | undefined; on?: LocalDate | undefined }

/** Sites within the scope, by name. */
export function selectSites(
  db: Connection,
  scope: Scope,
  filter: SiteFilter,
  page: { limit: number; after: { name: string; id: string } | null },
) {
  const { today, wardId, on } = filter
  const { after } = page
  return db
    .select(siteColumns(today))
    .from(site)
    .where(
      and(
        sitesInScope(scope),
        wardId === undefined ? undefined : eq(site.wardId, wardId),
        on === undefined
          ? undefined
          : and(lte(site.validFrom, on), or(isNull(site.validTo), gte(site.validTo, on))),
        after === null ? undefined : sql`(${site.name}, ${site.id}) > (${after.name}, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(site.name), asc(site.id))
    .limit(page.limit + 1)
}

export type SiteRow = Awaited<ReturnType<typeof selectSites>>[number]

export async function findSite(db: Connection, id: string, today: LocalDate): Promise<SiteRow | null> {
  const [row] = await db.select(siteColumns(today)).from(site).where(eq(site.id, id))
  return row ?? null
}

/** A session with the site that it belongs to, and without what is worked out about it. @throws Problem `not-found`. */
export async function loadSession(tx: Tx, id: string) {
  const [row] = await bareSession(tx, id)
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** The same, locked for a change; doses may still refer to it. @throws Problem `not-found`. */
export async function lockSession(tx: Tx, id: string) {
  const [row] = await bareSession(tx, id).for('no key update', { of: session })
  if (row === undefined) throw new Problem('not-found')
  return row
}

function bareSession(tx: Tx, id: string) {
  return tx
    .select({
      id: session.id,
      siteId: session.siteId,
      wardId: session.wardId,
      campaignId: session.campaignId,
      sessionOn: session.sessionOn,
      slot: sql<SessionSlot>`${session.slot}`,
      capacity: session.capacity,
      state: sql<SessionState>`${session.state}`,
      version: session.version,
      siteWardId: site.wardId,
      siteKind: sql<SiteKind>`${site.kind}`,
    })
    .from(session)
    .innerJoin(site, eq(site.id, session.siteId))
    .where(eq(session.id, id))
}

export type LockedSession = Awaited<ReturnType<typeof lockSession>>

/**
 * Within reach is a session that stands in one's ward or is one's own, and that of one's own mobile team wherever it stands.
 *
 * @throws Problem `forbidden`, `not-found`.
 */
export function requireSession(
  actor: Actor,
  permission: Permission,
  row: { id: string; wardId: string; siteWardId: string },
): void {
  if (!mayAnywhere(actor, permission)) throw new Problem('forbidden')
  const scope = scopeOf(actor, permission)
  if (reaches(scope, { wardId: row.wardId, sessionId: row.id })) return
  if (!reaches(scope, { wardId: row.siteWardId })) throw new Problem('not-found')
}

/** @throws Problem `session.wrong-state`. */
export function requireState(row: { state: SessionState }, allowed: readonly SessionState[]): void {
  if (!allowed.includes(row.state)) throw new Problem('session.wrong-state', { state: row.state })
}

const sessionColumns = {
  id: session.id,
  siteId: session.siteId,
  siteName: site.name,
  siteKind: sql<SiteKind>`${site.kind}`,
  siteWardId: site.wardId,
  wardId: session.wardId,
  wardName: wardNameOn(sql`session.ward_id`, sql`session.session_on`),
  campaignId: session.campaignId,
  sessionOn: session.sessionOn,
  slot: sql<SessionSlot>`${session.slot}`,
  capacity: session.capacity,
  state: sql<SessionState>`${session.state}`,
  openedAt: session.openedAt,
  closedAt: session.closedAt,
  overrideReason: session.overrideReason,
  closeReason: session.closeReason,
  paperCount: session.paperCount,
  phoneCount: session.phoneCount,
  called: sql<number>`(SELECT count(*)::integer FROM session_person sp
    WHERE sp.session_id = session.id AND sp.how IN ('planned', 'called'))`,
  arrived: sql<number>`coalesce(${sessionCount.arrived}, 0)`,
  given: sql<number>`coalesce(${sessionCount.given}, 0)`,
  holderId: sql<
    string | null
  >`(SELECT h.id FROM ${holder} h WHERE h.session_id = session.id AND h.kind = 'session')`,
  version: session.version,
}

function sessionsInScope(scope: Scope): SQL | undefined {
  if (scope.wide) return undefined
  const { wardIds, siteIds, sessionIds } = scope
  return (
    or(
      wardIds.length > 0 ? or(inArray(session.wardId, wardIds), inArray(site.wardId, wardIds)) : undefined,
      siteIds.length > 0 ? inArray(session.siteId, siteIds) : undefined,
      sessionIds.length > 0 ? inArray(session.id, sessionIds) : undefined,
    ) ?? sql`false`
  )
}

export type SessionFilter = {
  id?: string
  from?: LocalDate | undefined
  to?: LocalDate | undefined
  siteId?: string | undefined
  wardId?: string | undefined
  campaignId?: string | undefined
  state?: SessionState | undefined
}

/** Sessions within the scope, the latest day first, each with its vaccines and what its crew lacks. */
export async function selectSessions(
  db: Connection,
  scope: Scope,
  filter: SessionFilter,
  page: { limit: number; after: { sessionOn: string; id: string } | null },
) {
  const { after } = page
  const rows = await db
    .select(sessionColumns)
    .from(session)
    .innerJoin(site, eq(site.id, session.siteId))
    .leftJoin(sessionCount, eq(sessionCount.sessionId, session.id))
    .where(
      and(
        sessionsInScope(scope),
        filter.id === undefined ? undefined : eq(session.id, filter.id),
        filter.from === undefined ? undefined : gte(session.sessionOn, filter.from),
        filter.to === undefined ? undefined : lte(session.sessionOn, filter.to),
        filter.siteId === undefined ? undefined : eq(session.siteId, filter.siteId),
        filter.wardId === undefined ? undefined : eq(session.wardId, filter.wardId),
        filter.campaignId === undefined ? undefined : eq(session.campaignId, filter.campaignId),
        filter.state === undefined ? undefined : eq(session.state, filter.state),
        after === null
          ? undefined
          : sql`(${session.sessionOn}, ${session.id}) < (${after.sessionOn}::date, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(session.sessionOn), desc(session.id))
    .limit(page.limit + 1)
  return withDetails(db, rows)
}

async function withDetails<Row extends { id: string; openedAt: Date | null; closedAt: Date | null }>(
  db: Connection,
  rows: readonly Row[],
) {
  const ids = rows.map((row) => row.id)
  const vaccines = Map.groupBy(await selectSessionVaccines(db, ids), (row) => row.sessionId)
  const posts = Map.groupBy(await selectCrewPosts(db, ids), (post) => post.sessionId)
  return rows.map((row) =>
    Object.assign({}, row, {
      openedAt: row.openedAt?.toISOString() ?? null,
      closedAt: row.closedAt?.toISOString() ?? null,
      vaccines: vaccines.get(row.id) ?? [],
      crewMissing: selectMissingDuties(posts.get(row.id) ?? []),
    }),
  )
}

export type SessionRow = Awaited<ReturnType<typeof selectSessions>>[number]

export async function findSession(db: Connection, scope: Scope, id: string): Promise<SessionRow | null> {
  const [row] = await selectSessions(db, scope, { id }, { limit: 1, after: null })
  return row ?? null
}

export async function selectSessionVaccines(db: Connection, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return []
  return db
    .select({
      sessionId: sessionVaccine.sessionId,
      productId: sessionVaccine.productId,
      productName: product.name,
      lotId: sessionVaccine.lotId,
      lotCode: lot.code,
      step: sessionVaccine.step,
      plannedDoses: sessionVaccine.plannedDoses,
    })
    .from(sessionVaccine)
    .innerJoin(product, eq(product.id, sessionVaccine.productId))
    .leftJoin(lot, eq(lot.id, sessionVaccine.lotId))
    .where(inArray(sessionVaccine.sessionId, [...sessionIds]))
    .orderBy(asc(product.name), asc(product.id))
}
