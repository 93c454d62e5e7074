import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { CampaignPage } from './campaign.tsx'
import { Campaigns } from './campaigns.tsx'
import { Places } from './places.tsx'
import { RulesPage } from './rules.tsx'
import { SessionPage } from './session.tsx'
import { Sessions } from './sessions.tsx'
import { Sites } from './sites.tsx'
import { Targets } from './targets.tsx'
import './session.css'

export const pages: Pages = {
  [paths.setup.places()]: Places,
  [paths.setup.rules()]: RulesPage,
  [paths.setup.campaigns()]: Campaigns,
  [paths.setup.campaign(':campaignId')]: CampaignPage,
  [paths.setup.targets()]: Targets,
  [paths.setup.sites()]: Sites,
  [paths.setup.sessions()]: Sessions,
  [paths.setup.session(':sessionId')]: SessionPage,
}
