import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { JoinDuty } from '#domain/join.ts'
import type { Scope } from '#domain/access.ts'
import type { Connection, Tx } from '#db/db.ts'
import { joinRequest } from '#db/tables/sessions.ts'

export type JoinRequestRow = typeof joinRequest.$inferSelect

/** Those who wait at the door, the longest first. */
export async function selectJoinRequests(db: Connection, sessionId: string, now: Date) {
  const rows = await db
    .select({
      id: joinRequest.id,
      fullName: joinRequest.fullName,
      phone: joinRequest.phone,
      duty: sql<JoinDuty>`${joinRequest.duty}`,
      askedAt: joinRequest.askedAt,
      expiresAt: joinRequest.expiresAt,
    })
    .from(joinRequest)
    .where(
      and(
        eq(joinRequest.sessionId, sessionId),
        eq(joinRequest.state, 'waiting'),
        gt(joinRequest.expiresAt, now),
      ),
    )
    .orderBy(asc(joinRequest.askedAt), asc(joinRequest.id))
  return rows.map((row) => ({
    ...row,
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}

/** What is kept of somebody who was not let in: that there was a request. */
export const forgotten = { state: 'refused', fullName: '', phone: '', secretHash: null } as const

/** Nobody has answered them in time. */
export async function endOldRequests(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx
    .update(joinRequest)
    .set({ ...forgotten, decidedAt: now })
    .where(
      and(
        eq(joinRequest.sessionId, sessionId),
        eq(joinRequest.state, 'waiting'),
        lte(joinRequest.expiresAt, now),
      ),
    )
}

/** The scope of whoever stands at the door of one session, signed in or not. */
export const atTheDoor = (sessionId: string): Scope & { accountId: null } => ({
  wide: false,
  wardIds: [],
  siteIds: [],
  sessionIds: [sessionId],
  accountId: null,
})
