import type { App, Deps } from '#http/types.ts'

export function stockRoutes(_app: App, _deps: Deps): void {}
