import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Board } from './board.tsx'
import { ListOverview } from './lists.tsx'
import { PlanPage } from './plan.tsx'
import { Plans } from './plans.tsx'
import './centre.css'

export const pages: Pages = {
  [paths.centre.board()]: Board,
  [paths.centre.lists()]: ListOverview,
  [paths.centre.plans()]: Plans,
  [paths.centre.plan(':planId')]: PlanPage,
}
