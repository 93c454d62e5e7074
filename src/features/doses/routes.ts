import type { App, Deps } from '#http/types.ts'
import { entryRoutes } from './entry-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { closeSetWriter } from './the-writer.ts'
import { visitRoutes } from './visit-routes.ts'

export function doseRoutes(app: App, deps: Deps): void {
  entryRoutes(app, deps)
  visitRoutes(app, deps)
  reviewRoutes(app, deps)
  app.addHook('onClose', () => closeSetWriter(deps.database))
}
