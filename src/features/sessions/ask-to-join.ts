import { createHash, timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { cleanPersonName } from '#domain/identity/names.ts'
import { JOIN_REQUEST_MS, JOIN_REQUESTS_MAX } from '#domain/join.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { joinRequest } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireStrong } from '#features/accounts/create-account.ts'
import { hashSecret } from '#features/accounts/secret-hash.ts'
import { joinLanesOf, takeTry } from '#features/accounts/throttle.ts'
import type { Deps } from '#http/types.ts'
import { openJoinCode } from './join-code.ts'
import type * as contract from './join-contract.ts'
import { atTheDoor, endOldRequests, selectJoinRequests } from './join-queries.ts'

export const hashClaim = (claim: string): Buffer => createHash('sha256').update(claim).digest()

/**
 * Somebody on no list asks the lead of a session to be let in, under a PIN of their own. Sent again by the same phone it
 * is the same request.
 *
 * @throws Problem `secret.weak-pin`, `sign-in.too-many`, `join.queue-full`, `conflict`, and those of `openJoinCode`.
 */
export async function askToJoin(
  deps: Deps,
  input: Omit<z.infer<typeof contract.AskToJoin>, 'phone'> & { phone: string; address: string },
): Promise<z.infer<typeof contract.AskedToJoin>> {
  const { id, duty, pin } = input
  const fullName = cleanPersonName(input.fullName)
  requireStrong('pin', pin, { signInName: '', fullName })
  await takeTry(deps, joinLanesOf(deps.sealer, input.address))
  const { session } = await openJoinCode(deps, deps.db, input.code)
  // Hashing takes its time: before the transaction, not in it.
  const secretHash = await hashSecret(pin)
  const claimHash = hashClaim(input.claim)
  const now = deps.clock()
  return inScope(deps.db, atTheDoor(session.id), async (tx) => {
    const [same] = await tx.select().from(joinRequest).where(eq(joinRequest.id, id))
    if (same !== undefined) {
      if (!timingSafeEqual(same.claimHash, claimHash)) throw new Problem('conflict')
      return { id, expiresAt: same.expiresAt.toISOString() }
    }
    await endOldRequests(tx, session.id, now)
    const waiting = await selectJoinRequests(tx, session.id, now)
    if (waiting.length >= JOIN_REQUESTS_MAX) throw new Problem('join.queue-full', { max: JOIN_REQUESTS_MAX })
    const expiresAt = new Date(now.getTime() + JOIN_REQUEST_MS)
    await tx.insert(joinRequest).values({
      id,
      sessionId: session.id,
      wardId: session.wardId,
      fullName,
      phone: input.phone,
      duty,
      secretHash,
      claimHash,
      askedAt: now,
      expiresAt,
    })
    await appendAudit(tx, null, now, {
      action: 'askToJoin',
      subjectKind: 'session',
      subjectId: session.id,
      placeId: session.wardId,
      detail: { requestId: id, duty },
    })
    return { id, expiresAt: expiresAt.toISOString() }
  })
}
