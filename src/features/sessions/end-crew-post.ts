import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { crewPost } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { closeGrant } from '#features/accounts/end-grant.ts'
import { selectGrants } from '#features/accounts/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { lockSession, requireSession } from './queries.ts'

type Post = typeof crewPost.$inferSelect

/**
 * Takes somebody off the crew; the grant of the post ends with it, and what was done before stays theirs. A second
 * request changes nothing.
 *
 * @throws Problem `not-found`.
 */
export async function endCrewPost(
  deps: Deps,
  actor: Actor,
  { sessionId, postId }: { sessionId: string; postId: string },
): Promise<void> {
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  await inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.staff', session)
    const key = and(eq(crewPost.id, postId), eq(crewPost.sessionId, sessionId))
    const [post] = await tx.select().from(crewPost).where(key)
    if (post === undefined) throw new Problem('not-found')
    if (post.endedAt !== null) return
    await endPost(tx, deps, post)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'endCrewPost',
      subjectKind: 'session',
      subjectId: sessionId,
      placeId: session.wardId,
      detail: { postId, accountId: post.accountId, duty: post.duty },
    })
  })
}

/** The whole crew goes. Its audit row is that of the session. */
export async function endAllPosts(tx: Tx, deps: Deps, sessionId: string): Promise<void> {
  const posts = await tx
    .select()
    .from(crewPost)
    .where(and(eq(crewPost.sessionId, sessionId), isNull(crewPost.endedAt)))
  for (const post of posts) await endPost(tx, deps, post)
}

async function endPost(tx: Tx, deps: Deps, post: Post): Promise<void> {
  const now = deps.clock()
  const leftAt = post.joinedAt !== null && post.leftAt === null ? now : post.leftAt
  await tx.update(crewPost).set({ endedAt: now, leftAt }).where(eq(crewPost.id, post.id))
  if (post.grantId === null) return
  const grants = await selectGrants(tx, [post.accountId], now, deps.authority.timeZone)
  const grant = grants.find((each) => each.id === post.grantId)
  if (grant !== undefined) await closeGrant(tx, now, grant)
}
