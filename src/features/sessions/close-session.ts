import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { crewPost, session, sessionCount } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { settleSessionStock, type SettledLot } from '#features/stock/settle-session-stock.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { everySession } from './create-session.ts'
import { findSession, lockSession, requireSession, requireState, type SessionRow } from './queries.ts'

export type Closing = {
  paperCount: number
  phoneCount: number
  reason: string | null
  /** What is left, counted; null leaves the session's stock as it is. */
  stock: { returnTo: string; lots: SettledLot[] } | null
}

/**
 * Closes a session when paper, phones and server agree on the doses given, or for a reason. Late doses still enter a
 * closed session. One that is closed already stays as it is.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `session.counts-differ`, and those of `settleSessionStock`.
 */
export async function closeSession(
  deps: Deps,
  actor: Actor,
  id: string,
  closing: Closing,
): Promise<SessionRow> {
  const now = deps.clock()
  const { accountId } = actor
  return inScope(deps.db, { ...scopeOf(actor, 'session.run'), accountId }, async (tx) => {
    const before = await lockSession(tx, id)
    requireSession(actor, 'session.run', before)
    if (before.state !== 'closed') {
      requireState(before, ['open', 'closing'])
      const { paperCount, phoneCount, reason } = closing
      const [counted] = await tx
        .select({ given: sessionCount.given })
        .from(sessionCount)
        .where(eq(sessionCount.sessionId, id))
      const server = counted?.given ?? 0
      const agree = paperCount === server && phoneCount === server
      if (!agree && reason === null)
        throw new Problem('session.counts-differ', { paper: paperCount, phone: phoneCount, server })
      const onDay = localDateAt(now, deps.authority.timeZone)
      const settled =
        closing.stock === null
          ? []
          : await settleSessionStock(
              tx,
              { accountId, at: now, onDay, newId: deps.newId },
              { sessionId: id, ...closing.stock },
            )
      await tx
        .update(crewPost)
        .set({ leftAt: now })
        .where(and(eq(crewPost.sessionId, id), isNotNull(crewPost.joinedAt), isNull(crewPost.leftAt)))
      await tx
        .update(session)
        .set({
          state: 'closed',
          closedAt: now,
          closedBy: accountId,
          paperCount,
          phoneCount,
          closeReason: reason,
          version: before.version + 1,
        })
        .where(eq(session.id, id))
      await appendAudit(tx, actor, now, {
        action: 'closeSession',
        subjectKind: 'session',
        subjectId: id,
        placeId: before.wardId,
        detail: { paperCount, phoneCount, server, agree, lotsSettled: settled.length },
      })
    }
    return (await findSession(tx, everySession, id))!
  })
}
