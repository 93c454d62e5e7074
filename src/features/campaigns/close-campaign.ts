import type { Actor } from '#domain/access.ts'
import type { Deps } from '#http/types.ts'
import { moveCampaign } from './move-campaign.ts'
import type { CampaignRow } from './queries.ts'

/** No session opens in a closed campaign; doses given before still come in. @throws as `moveCampaign`. */
export function closeCampaign(deps: Deps, actor: Actor, id: string, version: number): Promise<CampaignRow> {
  return moveCampaign(deps, actor, { id, version, action: 'closeCampaign', from: ['open'], to: 'closed' })
}
