import { and, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { checkIn } from '#db/tables/doses.ts'
import { sessionPerson } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { lockSession, requireState } from './queries.ts'

/**
 * Takes a person off the list of a session that they have not come to. Who is not on it stays off it.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `session.person-arrived`.
 */
export async function removeCalledPerson(
  deps: Deps,
  actor: Actor,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<void> {
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  await inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireReach(actor, 'session.plan', { wardId: session.wardId })
    requireState(session, ['planned', 'open'])
    const arrival = and(eq(checkIn.sessionId, sessionId), eq(checkIn.personId, personId))
    const [arrived] = await tx.select({ id: checkIn.id }).from(checkIn).where(arrival).limit(1)
    if (arrived !== undefined) throw new Problem('session.person-arrived')
    const removed = await tx
      .delete(sessionPerson)
      .where(and(eq(sessionPerson.sessionId, sessionId), eq(sessionPerson.personId, personId)))
      .returning({ how: sessionPerson.how })
    if (removed[0] === undefined) return
    await appendAudit(tx, actor, deps.clock(), {
      action: 'removeCalledPerson',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { personId, how: removed[0].how },
    })
  })
}
