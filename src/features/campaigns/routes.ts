import type { App, Deps } from '#http/types.ts'

export function campaignRoutes(_app: App, _deps: Deps): void {}
