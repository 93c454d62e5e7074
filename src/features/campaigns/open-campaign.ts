import type { Actor } from '#domain/access.ts'
import type { Deps } from '#http/types.ts'
import { Problem } from '#domain/problem.ts'
import { moveCampaign } from './move-campaign.ts'
import type { CampaignRow } from './queries.ts'

/** Opens a planned campaign, or one that was closed too early. @throws as `moveCampaign`; `campaign.no-product`. */
export function openCampaign(deps: Deps, actor: Actor, id: string, version: number): Promise<CampaignRow> {
  return moveCampaign(deps, actor, {
    id,
    version,
    action: 'openCampaign',
    from: ['planned', 'closed'],
    to: 'open',
    require: (before) => {
      if (before.productIds.length === 0) throw new Problem('campaign.no-product')
    },
  })
}
