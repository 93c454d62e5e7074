import type { App, Deps } from '#http/types.ts'

export function geographyRoutes(_app: App, _deps: Deps): void {}
