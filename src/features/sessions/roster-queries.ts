import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { SessionSlot } from '#domain/calling.ts'
import type { LocalDate } from '#domain/dates.ts'
import { selectLackingDuties } from '#domain/roster-list.ts'
import type { Duty } from '#domain/roster.ts'
import type { Connection } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { roster, rosterMember, session, site } from '#db/tables/sessions.ts'
import { selectNames } from '#features/accounts/staff-accounts.ts'
import type * as contract from './roster-contract.ts'

export type RosterView = z.infer<typeof contract.Roster>
export type RosterDetailView = z.infer<typeof contract.RosterDetail>
export type RosterFilter = { id?: string; campaignId?: string; wardId?: string; siteId?: string }

/** Staff lists in scope, the newest first; `limit` + 1 rows. */
export async function selectRosters(
  db: Connection,
  filter: RosterFilter,
  page: { limit: number; before: { at: string; id: string } | null },
): Promise<RosterView[]> {
  const rows = await db
    .select({ row: roster, siteName: site.name })
    .from(roster)
    .innerJoin(site, eq(site.id, roster.siteId))
    .where(
      and(
        filter.id === undefined ? undefined : eq(roster.id, filter.id),
        filter.campaignId === undefined ? undefined : eq(roster.campaignId, filter.campaignId),
        filter.wardId === undefined ? undefined : eq(roster.wardId, filter.wardId),
        filter.siteId === undefined ? undefined : eq(roster.siteId, filter.siteId),
        page.before === null
          ? undefined
          : sql`(${roster.receivedAt}, ${roster.id}) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`,
      ),
    )
    .orderBy(desc(roster.receivedAt), desc(roster.id))
    .limit(page.limit + 1)
  const ids = rows.map(({ row }) => row.id)
  const members = ids.length === 0 ? [] : await selectMemberDuties(db, ids)
  const names = await selectNames(
    db,
    rows.map(({ row }) => row.sentBy),
  )
  return rows.map(({ row, siteName }) => {
    const { contentKey: _key, receivedAt, sentBy, ...fields } = row
    const own = members.filter(({ rosterId }) => rosterId === row.id)
    return {
      ...fields,
      siteName,
      receivedAt: receivedAt.toISOString(),
      sentBy: names.get(sentBy) ?? '',
      people: new Set(own.map(({ key }) => key)).size,
      accountsMade: new Set(own.flatMap(({ key, isNew }) => (isNew ? [key] : []))).size,
      missing: selectLackingDuties(own),
    }
  })
}

function selectMemberDuties(db: Connection, ids: readonly string[]) {
  return db
    .select({
      rosterId: rosterMember.rosterId,
      key: rosterMember.accountId,
      duty: sql<Duty>`${rosterMember.duty}`,
      isNew: rosterMember.isNew,
    })
    .from(rosterMember)
    .where(inArray(rosterMember.rosterId, [...ids]))
}

export async function findRoster(db: Connection, id: string): Promise<RosterDetailView | null> {
  const [found] = await selectRosters(db, { id }, { limit: 1, before: null })
  if (found === undefined) return null
  const members = await db
    .select({
      accountId: rosterMember.accountId,
      fullName: account.fullName,
      unit: account.unit,
      phone: account.phone,
      idNumberLast4: account.idNumberLast4,
      task: rosterMember.task,
      duty: sql<Duty>`${rosterMember.duty}`,
      signInName: account.signInName,
      isNew: rosterMember.isNew,
      signedIn: sql<boolean>`NOT ${account.mustChangeSecret}`,
    })
    .from(rosterMember)
    .innerJoin(account, eq(account.id, rosterMember.accountId))
    .where(eq(rosterMember.rosterId, id))
    .orderBy(asc(rosterMember.position))
  return { ...found, members }
}

/** The kept request, to tell a repeated one from another. */
export async function findRosterKey(db: Connection, id: string): Promise<Buffer | null> {
  const [found] = await db.select({ contentKey: roster.contentKey }).from(roster).where(eq(roster.id, id))
  return found?.contentKey ?? null
}

/** Sessions of the site on these days that still take a crew; by day. */
export function selectStaffedSessions(
  db: Connection,
  { siteId, fromOn, toOn }: { siteId: string; fromOn: LocalDate; toOn: LocalDate },
) {
  return db
    .select({ id: session.id, sessionOn: session.sessionOn, slot: sql<SessionSlot>`${session.slot}` })
    .from(session)
    .where(
      and(
        eq(session.siteId, siteId),
        gte(session.sessionOn, fromOn),
        lte(session.sessionOn, toOn),
        inArray(session.state, ['planned', 'open']),
      ),
    )
    .orderBy(asc(session.sessionOn), asc(session.id))
}
