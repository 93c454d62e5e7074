import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { invitation } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { requireInvitation, type InvitationView } from './invitation-queries.ts'

/** A lost paper opens nothing any more. Asked again, the same answer. @throws Problem `not-found`. */
export async function revokeInvitation(
  deps: Deps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<InvitationView> {
  return inScope(
    deps.db,
    { ...scopeOf(actor, 'invitation.issue'), accountId: actor.accountId },
    async (tx) => {
      const found = await lockInvitation(tx, actor, id)
      if (found.revokedAt !== null) return requireInvitation(tx, id)
      await markRevoked(tx, deps, id, reason)
      await appendAudit(tx, actor, deps.clock(), {
        action: 'revokeInvitation',
        subjectKind: 'invitation',
        subjectId: id,
        placeId: found.wardId,
        detail: { personId: found.personId, issueNumber: found.issueNumber },
      })
      return requireInvitation(tx, id)
    },
  )
}

/** @throws Problem `not-found` */
export async function lockInvitation(tx: Tx, actor: Actor, id: string) {
  const [found] = await tx.select().from(invitation).where(eq(invitation.id, id)).for('update')
  if (found === undefined) throw new Problem('not-found')
  requireReach(actor, 'invitation.issue', { wardId: found.wardId })
  return found
}

export async function markRevoked(tx: Tx, deps: Deps, id: string, reason: string): Promise<void> {
  await tx
    .update(invitation)
    .set({ revokedAt: deps.clock(), revokedReason: reason })
    .where(eq(invitation.id, id))
}
