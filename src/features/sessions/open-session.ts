import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { decideOpening } from '#domain/roster.ts'
import { inScope } from '#db/db.ts'
import { session } from '#db/tables/sessions.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { everySession } from './create-session.ts'
import { selectCrewPosts } from './crew-queries.ts'
import {
  findSession,
  lockSession,
  requireSession,
  requireState,
  selectSessionVaccines,
  type SessionRow,
} from './queries.ts'

/**
 * Opens a session of today with its crew present, or without it for a reason, which stays on the session. One that is
 * open already stays as it is.
 *
 * @throws Problem `not-found`, `session.wrong-state`, `session.wrong-day`, `campaign.not-open`, `session.no-product`,
 *   `session.crew-missing`.
 */
export async function openSession(
  deps: Deps,
  actor: Actor,
  id: string,
  reason: string | null,
): Promise<SessionRow> {
  const now = deps.clock()
  const scope = { ...scopeOf(actor, 'session.run'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const before = await lockSession(tx, id)
    requireSession(actor, 'session.run', before)
    if (before.state !== 'open') {
      requireState(before, ['planned'])
      const { sessionOn, campaignId } = before
      if (sessionOn !== localDateAt(now, deps.authority.timeZone))
        throw new Problem('session.wrong-day', { sessionOn })
      if ((await findCampaign(tx, campaignId))?.state !== 'open') throw new Problem('campaign.not-open')
      if ((await selectSessionVaccines(tx, [id])).length === 0) throw new Problem('session.no-product')
      const decision = decideOpening(await selectCrewPosts(tx, [id]), reason)
      const missing =
        decision.kind === 'ready' ? [] : decision.missing.map((each) => `${each.missing} ${each.duty}`)
      if (decision.kind === 'crew-missing')
        throw new Problem('session.crew-missing', { missing: missing.join(', ') })
      const overrideReason = decision.kind === 'overridden' ? decision.reason : null
      await tx
        .update(session)
        .set({
          state: 'open',
          openedAt: now,
          openedBy: actor.accountId,
          overrideReason,
          version: before.version + 1,
        })
        .where(eq(session.id, id))
      await appendAudit(tx, actor, now, {
        action: 'openSession',
        subjectKind: 'session',
        subjectId: id,
        placeId: before.wardId,
        detail: { sessionOn, missing },
      })
    }
    return (await findSession(tx, everySession, id))!
  })
}
