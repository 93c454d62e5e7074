import type { App, Deps } from '#http/types.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { listRoutes } from './list-routes.ts'
import { personRoutes } from './person-routes.ts'
import { uploadResultRoutes } from './upload-result-routes.ts'
import { uploadRoutes } from './upload-routes.ts'

export function registrantRoutes(app: App, deps: Deps): void {
  listRoutes(app, deps)
  uploadRoutes(app, deps)
  uploadResultRoutes(app, deps)
  personRoutes(app, deps)
  invitationRoutes(app, deps)
}
