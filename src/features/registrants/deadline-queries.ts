import { and, desc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Submission } from '#domain/declaration.ts'
import type { Connection } from '#db/db.ts'
import { submissionDeadline } from '#db/tables/lists.ts'
import type { ListView } from './list-queries.ts'

export type ListKind = ListView['kind']
export type DeadlineRow = typeof submissionDeadline.$inferSelect

/** Newest first: the first of a key is the one that holds. */
export function selectDeadlines(db: Connection, campaignIds: readonly string[]): Promise<DeadlineRow[]> {
  if (campaignIds.length === 0) return Promise.resolve([])
  const where: SQL | undefined = and(inArray(submissionDeadline.campaignId, [...campaignIds]))
  return db
    .select()
    .from(submissionDeadline)
    .where(where)
    .orderBy(desc(submissionDeadline.receivedAt), desc(submissionDeadline.id))
}

export async function findDeadline(db: Connection, id: string): Promise<DeadlineRow | null> {
  const [found] = await db.select().from(submissionDeadline).where(eq(submissionDeadline.id, id))
  return found ?? null
}

/** @param rows of `selectDeadlines`. */
export function dueOf(
  rows: readonly DeadlineRow[],
  campaignId: string,
  submission: Submission,
  listKind: ListKind,
): Date | null {
  const kind = submission === 'staff' ? null : listKind
  const found = rows.find(
    (row) => row.campaignId === campaignId && row.submission === submission && row.listKind === kind,
  )
  return found?.dueAt ?? null
}
