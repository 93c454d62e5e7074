import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { inScope } from '#db/db.ts'
import { session } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { everySession } from './create-session.ts'
import { endAllPosts } from './end-crew-post.ts'
import { findSession, lockSession, requireSession, requireState, type SessionRow } from './queries.ts'

/**
 * A session that will not be held: its people may be called elsewhere, its crew's grants end. A second request changes
 * nothing.
 *
 * @throws Problem `not-found`, `session.wrong-state` once it was opened.
 */
export async function cancelSession(
  deps: Deps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<SessionRow> {
  const scope = { ...scopeOf(actor, 'session.plan'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const before = await lockSession(tx, id)
    requireSession(actor, 'session.plan', before)
    if (before.state !== 'cancelled') {
      requireState(before, ['planned'])
      await endAllPosts(tx, deps, id)
      await tx
        .update(session)
        .set({ state: 'cancelled', closeReason: reason, version: before.version + 1 })
        .where(eq(session.id, id))
      await appendAudit(tx, actor, deps.clock(), {
        action: 'cancelSession',
        subjectKind: 'session',
        subjectId: id,
        placeId: before.wardId,
        detail: { sessionOn: before.sessionOn },
      })
    }
    return (await findSession(tx, everySession, id))!
  })
}
