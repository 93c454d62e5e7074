import type { App, Deps } from '#http/types.ts'

export function accountRoutes(_app: App, _deps: Deps): void {}
