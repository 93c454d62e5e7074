import type { App, Deps } from '#http/types.ts'

export function registrantRoutes(_app: App, _deps: Deps): void {}
