import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { Duty } from '#domain/roster.ts'
import { inScope, type Tx } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { crewPost } from '#db/tables/sessions.ts'
import { appendAudit, type AuditFact } from '#features/accounts/audit.ts'
import { giveGrant } from '#features/accounts/give-grant.ts'
import { selectGrants } from '#features/accounts/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { selectCrewPosts, type CrewPostRow } from './crew-queries.ts'
import { lockSession, requireSession, requireState, type LockedSession } from './queries.ts'
import { sessionWindow } from '#domain/session-window.ts'

/**
 * Gives somebody a duty at a session, and with it the rights of that duty for the session's window. The same duty again
 * is no second post.
 *
 * @throws Problem `not-found`, `session.wrong-state`, and those of `giveGrant`.
 */
export async function assignCrew(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  input: { accountId: string; duty: Duty },
): Promise<{ post: CrewPostRow; added: boolean }> {
  const now = deps.clock()
  const { accountId } = input
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.staff', session)
    requireState(session, ['planned', 'open'])
    const known = and(eq(account.id, accountId), isNull(account.disabledAt))
    const [person] = await tx.select({ id: account.id }).from(account).where(known)
    if (person === undefined) throw new Problem('not-found')
    const { added, facts } = await postToSession(tx, deps, actor, session, input)
    await appendAudit(tx, actor, now, facts)
    return { post: (await findPost(tx, sessionId, input))!, added }
  })
}

/**
 * The post with the rights that it needs, in the caller's transaction; the caller has locked the session and writes the
 * facts. Nothing happens where the post is there.
 *
 * @throws Problem those of `giveGrant`.
 */
export async function postToSession(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  session: LockedSession,
  input: { accountId: string; duty: Duty },
): Promise<{ added: boolean; facts: AuditFact[] }> {
  const sessionId = session.id
  if ((await findPost(tx, sessionId, input)) !== null) return { added: false, facts: [] }
  const id = deps.newId()
  const { grantId, facts } = await ensureGrant(tx, deps, actor, session, input)
  const { accountId, duty } = input
  await tx.insert(crewPost).values({ id, sessionId, accountId, duty, assignedAt: deps.clock(), grantId })
  const fact: AuditFact = {
    action: 'assignCrew',
    subjectKind: 'session',
    subjectId: sessionId,
    placeId: session.wardId,
    detail: { postId: id, accountId, duty },
  }
  return { added: true, facts: [...facts, fact] }
}

async function findPost(
  tx: Tx,
  sessionId: string,
  { accountId, duty }: { accountId: string; duty: Duty },
): Promise<CrewPostRow | null> {
  const posts = await selectCrewPosts(tx, [sessionId])
  return posts.find((post) => post.accountId === accountId && post.duty === duty) ?? null
}

/**
 * Who may do the duty there for the whole window already (a site lead at the own site, an account made for this session)
 * needs no second grant. `grantId` is the grant that ends with the post.
 */
async function ensureGrant(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  session: LockedSession,
  { accountId, duty }: { accountId: string; duty: Duty },
): Promise<{ grantId: string | null; facts: AuditFact[] }> {
  const { timeZone } = deps.authority
  const window = sessionWindow(session, timeZone, deps.clock())
  const held = (await selectGrants(tx, [accountId], deps.clock(), timeZone)).find(
    (grant) =>
      grant.role === duty &&
      (grant.sessionId === session.id || grant.siteId === session.siteId) &&
      grant.validFrom <= window.validFrom &&
      (grant.validTo === null || grant.validTo >= window.validTo),
  )
  if (held !== undefined) return { grantId: held.sessionId === null ? null : held.id, facts: [] }
  const given = await giveGrant(tx, deps, actor, accountId, {
    role: duty,
    sessionId: session.id,
    ...window,
    reason: 'crew',
  })
  return { grantId: given.grantId, facts: [given.fact] }
}
