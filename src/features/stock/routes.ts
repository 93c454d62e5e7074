import type { App, Deps } from '#http/types.ts'
import { booksRoutes } from './books-routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { lotRoutes } from './lot-routes.ts'
import { transferRoutes } from './transfer-routes.ts'

export function stockRoutes(app: App, deps: Deps): void {
  lotRoutes(app, deps)
  ledgerRoutes(app, deps)
  booksRoutes(app, deps)
  transferRoutes(app, deps)
}
