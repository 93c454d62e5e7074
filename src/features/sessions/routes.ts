import type { App, Deps } from '#http/types.ts'

export function sessionRoutes(_app: App, _deps: Deps): void {}
