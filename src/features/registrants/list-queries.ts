import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import type { LocalDate } from '#domain/dates.ts'
import { judgePunctuality } from '#domain/upload.ts'
import type { Connection, Tx } from '#db/db.ts'
import { place, placeName } from '#db/tables/geography.ts'
import { list } from '#db/tables/lists.ts'
import { inForce } from '#features/geography/queries.ts'
import type * as contract from './contract.ts'
import type { z } from 'zod'

export type ListView = z.infer<typeof contract.List>
type Kind = ListView['kind']
type State = ListView['state']

/** The sum of the parts when no `total` was declared. */
function declaredTotal(declared: Record<string, number>): number | null {
  const parts = Object.values(declared)
  return declared['total'] ?? (parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0))
}

export type ListFilter = { id?: string; campaignId?: string; wardId?: string; kind?: Kind }

// Outer columns are written out: drizzle leaves the table away where there is only one.
/** Lists in scope by name, with what was sent against what was declared; `limit` + 1 rows. */
export async function selectLists(
  db: Connection,
  filter: ListFilter,
  page: { limit: number; after: { name: string; id: string } | null },
  now: Date,
): Promise<ListView[]> {
  const conditions: (SQL | undefined)[] = [
    filter.id === undefined ? undefined : eq(list.id, filter.id),
    filter.campaignId === undefined ? undefined : eq(list.campaignId, filter.campaignId),
    filter.wardId === undefined ? undefined : eq(list.wardId, filter.wardId),
    filter.kind === undefined ? undefined : eq(list.kind, filter.kind),
    page.after === null
      ? undefined
      : sql`(${list.name}, ${list.id}) > (${page.after.name}, ${page.after.id}::uuid)`,
  ]
  const rows = await db
    .select({
      row: list,
      wardName: sql<string>`coalesce((SELECT n.name FROM place_name n WHERE n.place_id = list.ward_id ORDER BY n.valid_from DESC LIMIT 1), '')`,
      // The centre's deadline for names; a list may ask for itself to be sent earlier, never later.
      dueAt: sql<string | null>`to_json(least(list.due_at, (SELECT d.due_at FROM submission_deadline d
        WHERE d.campaign_id = list.campaign_id AND d.submission = 'names' AND d.list_kind = list.kind
        ORDER BY d.received_at DESC, d.id DESC LIMIT 1)))#>>'{}'`,
      registered: sql<number>`(SELECT count(*)::integer FROM registration r WHERE r.list_id = list.id AND r.state <> 'withdrawn')`,
      uploads: sql<number>`(SELECT count(*)::integer FROM upload u WHERE u.list_id = list.id AND u.state = 'committed')`,
      firstCommittedAt: sql<
        string | null
      >`(SELECT to_json(min(u.committed_at))#>>'{}' FROM upload u WHERE u.list_id = list.id AND u.state = 'committed')`,
    })
    .from(list)
    .where(and(...conditions))
    .orderBy(asc(list.name), asc(list.id))
    .limit(page.limit + 1)
  return rows.map((found) => toView(found, now))
}

type Found = {
  row: ListRow
  wardName: string
  dueAt: string | null
  registered: number
  uploads: number
  firstCommittedAt: string | null
}

function toView({ row, firstCommittedAt, dueAt: due, ...counts }: Found, now: Date): ListView {
  const sentAt = firstCommittedAt === null ? null : new Date(firstCommittedAt)
  const { dueAt: ownDueAt, declaredAt, ...rest } = row
  const dueAt = due === null ? null : new Date(due)
  return {
    ...rest,
    ...counts,
    kind: row.kind as Kind,
    state: row.state as State,
    dueAt: dueAt?.toISOString() ?? null,
    ownDueAt: ownDueAt?.toISOString() ?? null,
    declaredTotal: declaredTotal(row.declared),
    declaredAt: declaredAt?.toISOString() ?? null,
    firstCommittedAt: sentAt?.toISOString() ?? null,
    declaredInTime: judgePunctuality(dueAt, declaredAt, now),
    uploadedInTime: judgePunctuality(dueAt, sentAt, now),
  }
}

export async function findList(db: Connection, id: string, now: Date): Promise<ListView | null> {
  const [found] = await selectLists(db, { id }, { limit: 1, after: null }, now)
  return found ?? null
}

export type ListRow = typeof list.$inferSelect

/** Locked until the end of the transaction; null outside the scope. */
export async function lockList(tx: Tx, id: string): Promise<ListRow | null> {
  const [found] = await tx.select().from(list).where(eq(list.id, id)).for('update')
  return found ?? null
}

/** Kinds that a list may belong to: wards, and in Laos villages and the zones of health centres. */
const listPlaces = new Set(['ward', 'village', 'health-centre'])

/** The ward's code on the day; null when it may have no list. */
export async function findListPlace(
  db: Connection,
  id: string,
  on: LocalDate,
): Promise<{ code: string; name: string; kind: string } | null> {
  const [found] = await db
    .select({ code: placeName.code, name: placeName.name, kind: place.kind })
    .from(place)
    .innerJoin(placeName, and(eq(placeName.placeId, place.id), inForce(placeName, on)))
    .where(and(eq(place.id, id), inForce(place, on)))
  return found !== undefined && listPlaces.has(found.kind) ? found : null
}
