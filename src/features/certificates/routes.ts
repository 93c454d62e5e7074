import type { App, Deps } from '#http/types.ts'

export function certificateRoutes(_app: App, _deps: Deps): void {}
