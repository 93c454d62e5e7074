import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { JoinDuty } from '#domain/join.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { joinRequest } from '#db/tables/sessions.ts'
import { account } from '#db/tables/accounts.ts'
import { appendAudit, type AuditFact } from '#features/accounts/audit.ts'
import { insertVolunteerAccount } from '#features/accounts/staff-accounts.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { postToSession } from './assign-crew.ts'
import type * as contract from './join-contract.ts'
import { forgotten, type JoinRequestRow } from './join-queries.ts'
import { lockSession, requireSession, requireState, type LockedSession } from './queries.ts'

type Decided = z.infer<typeof contract.DecidedJoin>

/**
 * The lead lets somebody in, or not. Admitted: an account of their own with the PIN that they chose, a post at this
 * session, and its rights for the window of the session. The same answer again changes nothing.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `join.decided`, and those of `giveGrant`.
 */
export async function decideJoin(
  deps: Deps,
  actor: Actor,
  { sessionId, requestId }: { sessionId: string; requestId: string },
  { admit, duty }: z.infer<typeof contract.DecideJoin>,
): Promise<Decided> {
  const now = deps.clock()
  const own = scopeOf(actor, 'session.staff')
  // A mobile team's session may stand in another ward: reach is asked of the session itself.
  const scope = { ...own, sessionIds: [...own.sessionIds, sessionId], accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const session = await lockSession(tx, sessionId)
    requireSession(actor, 'session.staff', session)
    const key = and(eq(joinRequest.id, requestId), eq(joinRequest.sessionId, sessionId))
    const [asked] = await tx.select().from(joinRequest).where(key).for('update')
    if (asked === undefined) throw new Problem('not-found')
    const state = admit ? 'admitted' : 'refused'
    if (asked.state !== 'waiting' && asked.state === state)
      return { id: requestId, state, signInName: await findName(tx, asked.accountId) }
    if (asked.state !== 'waiting' || asked.expiresAt <= now) throw new Problem('join.decided')
    const admitted = admit ? await admitVolunteer(tx, deps, actor, session, asked, duty) : null
    const decided = { decidedAt: now, decidedBy: actor.accountId }
    await tx
      .update(joinRequest)
      .set(
        admitted === null
          ? { ...decided, ...forgotten }
          : { ...decided, state, secretHash: null, accountId: admitted.accountId },
      )
      .where(key)
    await appendAudit(tx, actor, now, [
      ...(admitted?.facts ?? []),
      {
        action: 'decideJoin',
        subjectKind: 'session',
        subjectId: sessionId,
        placeId: session.wardId,
        detail: { requestId, admit, accountId: admitted?.accountId ?? null },
      },
    ])
    return { id: requestId, state, signInName: admitted?.signInName ?? null }
  })
}

async function admitVolunteer(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  session: LockedSession,
  asked: JoinRequestRow,
  duty: JoinDuty | undefined,
): Promise<{ accountId: string; signInName: string; facts: AuditFact[] }> {
  requireState(session, ['planned', 'open'])
  const { fullName, phone, secretHash } = asked
  const made = await insertVolunteerAccount(tx, deps, actor, { fullName, phone, secretHash: secretHash! })
  const { accountId, signInName } = made
  const post = { accountId, duty: duty ?? (asked.duty as JoinDuty) }
  const { facts } = await postToSession(tx, deps, actor, session, post)
  return { accountId, signInName, facts: [made.fact, ...facts] }
}

async function findName(tx: Tx, accountId: string | null): Promise<string | null> {
  if (accountId === null) return null
  const [found] = await tx
    .select({ signInName: account.signInName })
    .from(account)
    .where(eq(account.id, accountId))
  return found?.signInName ?? null
}
