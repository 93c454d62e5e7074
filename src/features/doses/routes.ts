import type { App, Deps } from '#http/types.ts'
import { correctionRoutes } from './correction-routes.ts'
import { duplicateRoutes } from './duplicate-routes.ts'
import { entryRoutes } from './entry-routes.ts'
import { packRoutes } from './pack-routes.ts'
import { recallRoutes } from './recall-routes.ts'
import { rejudgingRoutes } from './rejudging-routes.ts'
import { reviewRoutes } from './review-routes.ts'
import { rescueRoutes } from './rescue-routes.ts'
import { closeSetWriter } from './the-writer.ts'
import { visitRoutes } from './visit-routes.ts'

export function doseRoutes(app: App, deps: Deps): void {
  entryRoutes(app, deps)
  rescueRoutes(app, deps)
  visitRoutes(app, deps)
  packRoutes(app, deps)
  reviewRoutes(app, deps)
  duplicateRoutes(app, deps)
  correctionRoutes(app, deps)
  rejudgingRoutes(app, deps)
  recallRoutes(app, deps)
  app.addHook('onClose', () => closeSetWriter(deps.database))
}
