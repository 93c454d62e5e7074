import type { App, Deps } from '#http/types.ts'
import { declarationRoutes } from './declaration-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { followingRoutes } from './following-routes.ts'
import { groupRoutes } from './group-routes.ts'
import { groupingRoutes } from './grouping-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { listRoutes } from './list-routes.ts'
import { overviewRoutes } from './overview-routes.ts'
import { personEventRoutes } from './person-event-routes.ts'
import { personRoutes } from './person-routes.ts'
import { UploadDesk } from './upload-desk.ts'
import { uploadFlowRoutes } from './upload-flow-routes.ts'
import { uploadResultRoutes } from './upload-result-routes.ts'
import { uploadRoutes } from './upload-routes.ts'

export function registrantRoutes(app: App, deps: Deps): void {
  const desk = new UploadDesk(deps, app.log)
  app.addHook('onListen', async () => desk.start())
  app.addHook('preClose', () => desk.stop())
  declarationRoutes(app, deps)
  overviewRoutes(app, deps)
  listRoutes(app, deps)
  uploadRoutes(app, deps, desk)
  uploadFlowRoutes(app, deps, desk)
  uploadResultRoutes(app, deps)
  personRoutes(app, deps)
  personEventRoutes(app, deps)
  followingRoutes(app, deps)
  groupRoutes(app, deps)
  groupingRoutes(app, deps)
  exportRoutes(app, deps)
  invitationRoutes(app, deps)
}
