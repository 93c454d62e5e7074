import type { App, Deps } from '#http/types.ts'

export function doseRoutes(_app: App, _deps: Deps): void {}
