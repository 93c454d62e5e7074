import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { campaign } from '#db/tables/campaigns.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { lockCampaign, type CampaignRow, type CampaignState } from './queries.ts'

export type CampaignMove = {
  id: string
  version: number
  action: 'openCampaign' | 'closeCampaign'
  from: readonly CampaignState[]
  to: CampaignState
  /** Throws when the campaign is not ready for it. */
  require?: (before: CampaignRow) => void
}

/** One step of a campaign's life. @throws Problem `not-found`, `request.stale`, `campaign.wrong-state`. */
export function moveCampaign(deps: Deps, actor: Actor, move: CampaignMove): Promise<CampaignRow> {
  const { id, version, action, from, to } = move
  const scope = { ...scopeOf(actor, 'campaign.manage'), accountId: actor.accountId }
  return inScope(deps.db, scope, async (tx) => {
    const before = await lockCampaign(tx, id, version)
    if (!from.includes(before.state)) throw new Problem('campaign.wrong-state', { state: before.state })
    move.require?.(before)
    await tx
      .update(campaign)
      .set({ state: to, version: version + 1 })
      .where(eq(campaign.id, id))
    await appendAudit(tx, actor, deps.clock(), {
      action,
      subjectKind: 'campaign',
      subjectId: id,
      detail: { from: before.state, to },
    })
    return { ...before, state: to, version: version + 1 }
  })
}
