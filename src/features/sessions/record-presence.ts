import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { isPresent } from '#domain/roster.ts'
import { inScope, type Tx } from '#db/db.ts'
import { crewPost } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { selectCrewPosts, type CrewPostRow } from './crew-queries.ts'
import { lockSession, requireSession, requireState } from './queries.ts'

/**
 * "I am here" and "I am leaving", said by the person itself, for all its duties at the session. Saying it twice changes
 * nothing.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `session.not-on-crew`.
 */
export async function recordPresence(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  input: { present: boolean; deviceId: string | null },
): Promise<CrewPostRow[]> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'session.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.read', session)
    requireState(session, input.present ? ['planned', 'open'] : ['planned', 'open', 'closing', 'closed'])
    const own = async () =>
      (await selectCrewPosts(tx, [sessionId])).filter((post) => post.accountId === actor.accountId)
    const before = await own()
    if (before.length === 0) throw new Problem('session.not-on-crew')
    const changed = before.filter((post) => isPresent(post) !== input.present)
    if (changed.length === 0) return before
    const deviceId = input.deviceId ?? actor.deviceId
    await updatePresence(tx, now, { sessionId, accountId: actor.accountId, present: input.present, deviceId })
    await appendAudit(tx, actor, now, {
      action: 'recordPresence',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { present: input.present, duties: changed.map((post) => post.duty) },
    })
    return own()
  })
}

/** All posts of one account at a session. The caller has locked the session, and writes the fact. */
export async function updatePresence(
  tx: Tx,
  now: Date,
  of: { sessionId: string; accountId: string; present: boolean; deviceId: string | null },
): Promise<void> {
  const { sessionId, accountId, present, deviceId } = of
  await tx
    .update(crewPost)
    .set(present ? { joinedAt: now, leftAt: null, deviceId } : { leftAt: now })
    .where(
      and(eq(crewPost.sessionId, sessionId), eq(crewPost.accountId, accountId), isNull(crewPost.endedAt)),
    )
}
