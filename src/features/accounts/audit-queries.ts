import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Db } from '#db/db.ts'
import { account, auditEntry } from '#db/tables/accounts.ts'

const DAY_MS = 86_400_000

export type AuditFilter = {
  actorId?: string
  subjectId?: string
  action?: string
  from?: Date
  until?: Date
}

/** Newest first. Without an account or a subject it reads a span of time, a day unless said otherwise. */
export async function selectAudit(
  db: Db,
  filter: AuditFilter,
  page: { limit: number; after: [at: string, lane: number, seq: number] | null },
  now: Date,
) {
  const until = filter.until ?? new Date(now.getTime() + 1)
  const byId = filter.actorId !== undefined || filter.subjectId !== undefined
  const from = filter.from ?? (byId ? undefined : new Date(until.getTime() - DAY_MS))
  const { after } = page
  return db
    .select({ entry: auditEntry, actorName: account.fullName })
    .from(auditEntry)
    .leftJoin(account, eq(account.id, auditEntry.actorId))
    .where(
      and(
        filter.actorId === undefined ? undefined : eq(auditEntry.actorId, filter.actorId),
        filter.subjectId === undefined ? undefined : eq(auditEntry.subjectId, filter.subjectId),
        filter.action === undefined ? undefined : eq(auditEntry.action, filter.action),
        from === undefined ? undefined : gte(auditEntry.at, from),
        lt(auditEntry.at, until),
        after === null
          ? undefined
          : sql`(${auditEntry.at}, ${auditEntry.lane}, ${auditEntry.seq}) < (${after[0]}::timestamptz, ${after[1]}, ${after[2]})`,
      ),
    )
    .orderBy(desc(auditEntry.at), desc(auditEntry.lane), desc(auditEntry.seq))
    .limit(page.limit)
}
