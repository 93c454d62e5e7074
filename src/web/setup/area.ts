import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { CampaignPage } from './campaign.tsx'
import { Campaigns } from './campaigns.tsx'
import { Places } from './places.tsx'
import { RulesPage } from './rules.tsx'

export const pages: Pages = {
  [paths.setup.places()]: Places,
  [paths.setup.rules()]: RulesPage,
  [paths.setup.campaigns()]: Campaigns,
  [paths.setup.campaign(':campaignId')]: CampaignPage,
}
