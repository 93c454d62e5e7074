import type { App, Deps } from '#http/types.ts'

export function reportRoutes(_app: App, _deps: Deps): void {}
