import type { App, Deps } from '#http/types.ts'
import { entryRoutes } from './entry-routes.ts'
import { closeSetWriter } from './the-writer.ts'

export function doseRoutes(app: App, deps: Deps): void {
  entryRoutes(app, deps)
  app.addHook('onClose', () => closeSetWriter(deps.database))
}
