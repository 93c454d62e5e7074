import type { App, Deps } from '#http/types.ts'

export function plannerRoutes(_app: App, _deps: Deps): void {}
