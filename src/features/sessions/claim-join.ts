import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { joinRequest } from '#db/tables/sessions.ts'
import type { Deps } from '#http/types.ts'
import { hashClaim } from './ask-to-join.ts'
import { nextJoinCode } from './join-code.ts'
import type * as contract from './join-contract.ts'
import { findSession } from './queries.ts'
import { everySession } from './create-session.ts'

/** Whoever holds the claim is the phone that asked; nothing of anybody else is read. */
const ownRequest = { wide: true, wardIds: [], siteIds: [], sessionIds: [], accountId: null }

/**
 * What became of a request, for the phone that made it. Who was admitted gets a code that is fresh, because the one that
 * was scanned may have run out while they waited.
 *
 * @throws Problem `not-found`, alike for no such request and another phone's claim.
 */
export async function claimJoin(
  deps: Deps,
  id: string,
  claim: string,
): Promise<z.infer<typeof contract.JoinAnswer>> {
  return inScope(deps.db, ownRequest, async (tx) => {
    const [asked] = await tx
      .select({ request: joinRequest, signInName: account.signInName })
      .from(joinRequest)
      .leftJoin(account, eq(account.id, joinRequest.accountId))
      .where(eq(joinRequest.id, id))
    if (asked === undefined || !timingSafeEqual(asked.request.claimHash, hashClaim(claim)))
      throw new Problem('not-found')
    const { state, expiresAt, sessionId } = asked.request
    if (state === 'admitted') {
      const session = (await findSession(tx, everySession, sessionId))!
      return { state, signInName: asked.signInName!, code: nextJoinCode(deps, session, false).code }
    }
    if (state === 'refused' || expiresAt <= deps.clock()) return { state: 'refused' }
    return { state: 'waiting', expiresAt: expiresAt.toISOString() }
  })
}
