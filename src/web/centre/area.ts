import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Board } from './board.tsx'
import { ChartsPage } from './charts-page.tsx'
import { DailyPage } from './daily-page.tsx'
import { EntryPage } from './entry-page.tsx'
import { ListOverview } from './lists.tsx'
import { MissingPage } from './missing.tsx'
import { OutlineUpload } from './outline-upload.tsx'
import { PlanPage } from './plan.tsx'
import { PlanSupplyPage } from './plan-supply.tsx'
import { PlanTry } from './plan-try.tsx'
import { Plans } from './plans.tsx'
import { QualityPage } from './quality-page.tsx'
import { WardPage } from './ward-page.tsx'
import './centre.css'
import './board.css'

export const pages: Pages = {
  [paths.centre.board()]: Board,
  [paths.centre.ward(':wardId')]: WardPage,
  [paths.centre.missing()]: MissingPage,
  [paths.centre.quality(':work')]: QualityPage,
  [paths.centre.entry()]: EntryPage,
  [paths.centre.charts()]: ChartsPage,
  [paths.centre.daily()]: DailyPage,
  [paths.centre.map()]: OutlineUpload,
  [paths.centre.lists()]: ListOverview,
  [paths.centre.plans()]: Plans,
  [paths.centre.planTry()]: PlanTry,
  [paths.centre.planSupply()]: PlanSupplyPage,
  [paths.centre.plan(':planId')]: PlanPage,
}
