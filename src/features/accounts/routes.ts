import type { App, Deps } from '#http/types.ts'
import { staffRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { grantRoutes } from './grant-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

export function accountRoutes(app: App, deps: Deps): void {
  signInRoutes(app, deps)
  staffRoutes(app, deps)
  grantRoutes(app, deps)
  auditRoutes(app, deps)
  deviceRoutes(app, deps)
}
