import { count, eq, and, inArray } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { session, sessionPerson } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { everySession, setVaccines, type PlannedVaccine } from './create-session.ts'
import { findSession, lockSession, requireSession, requireState, type SessionRow } from './queries.ts'

export type SessionEdit = {
  capacity?: number | undefined
  vaccines?: PlannedVaccine[] | undefined
}

/**
 * Another day or time of day is another session: people have been told theirs.
 *
 * @throws Problem `not-found`, `request.stale`, `session.wrong-state`, `session.capacity-below-called`,
 *   `session.wrong-product`, `session.product-twice`.
 */
export async function updateSession(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: SessionEdit,
): Promise<SessionRow> {
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const before = await lockSession(tx, id)
    requireSession(actor, 'session.plan', before)
    if (before.version !== version) throw new Problem('request.stale')
    requireState(before, ['planned', 'open'])
    const { capacity = before.capacity, vaccines } = edit
    const listed = and(eq(sessionPerson.sessionId, id), inArray(sessionPerson.how, ['planned', 'called']))
    const [people] = await tx.select({ called: count() }).from(sessionPerson).where(listed)
    const called = people?.called ?? 0
    if (capacity < called) throw new Problem('session.capacity-below-called', { called })
    if (vaccines !== undefined) await setVaccines(tx, before, vaccines)
    await tx
      .update(session)
      .set({ capacity, version: version + 1 })
      .where(eq(session.id, id))
    await appendAudit(tx, actor, deps.clock(), {
      action: 'updateSession',
      subjectKind: 'session',
      subjectId: id,
      placeId: before.wardId,
      detail: { fields: Object.keys(edit), capacity, version: version + 1 },
    })
    return (await findSession(tx, everySession, id))!
  })
}
