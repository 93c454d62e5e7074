import { and, eq, max } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { invitation } from '#db/tables/registrants.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { requireInvitation, type InvitationView } from './invitation-queries.ts'
import { insertInvitations } from './issue-invitations.ts'
import { lockInvitation, markRevoked } from './revoke-invitation.ts'

/**
 * A new paper with the next issue number; the old one is revoked.
 *
 * @throws Problem `not-found`, `invitation.expired`, `invitation.revoked` when a newer one exists already.
 */
export async function reissueInvitation(
  deps: Deps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<InvitationView> {
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  return inScope(
    deps.db,
    { ...scopeOf(actor, 'invitation.issue'), accountId: actor.accountId },
    async (tx) => {
      const old = await lockInvitation(tx, actor, id)
      const { personId, campaignId, wardId, validTo } = old
      if (validTo < today) throw new Problem('invitation.expired', { to: validTo })
      const [{ last } = { last: null }] = await tx
        .select({ last: max(invitation.issueNumber) })
        .from(invitation)
        .where(and(eq(invitation.personId, personId), eq(invitation.campaignId, campaignId)))
      if (last !== old.issueNumber) throw new Problem('invitation.revoked')
      if (old.revokedAt === null) await markRevoked(tx, deps, id, reason)
      const next = { personId, wardId, issueNumber: old.issueNumber + 1 }
      const [newId] = await insertInvitations(tx, deps, actor, { campaignId, validFrom: today, validTo }, [
        next,
      ])
      await appendAudit(tx, actor, deps.clock(), {
        action: 'reissueInvitation',
        subjectKind: 'invitation',
        subjectId: newId!,
        placeId: wardId,
        detail: { personId, replaces: id, issueNumber: next.issueNumber },
      })
      return requireInvitation(tx, newId!)
    },
  )
}
