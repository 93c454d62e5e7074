import { problemResponses } from '#http/problem.ts'
import type { App, Deps } from '#http/types.ts'
import { getRejudging, RejudgingProgress } from './get-rejudging.ts'

export function rejudgingRoutes(app: App, deps: Deps): void {
  app.get(
    '/rejudging',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getRejudging',
        tags: ['doses'],
        summary: 'How many people are still to be judged after new rules or corrections',
        response: { 200: RejudgingProgress, ...problemResponses },
      },
    },
    () => getRejudging(deps.database),
  )
  // What a service left undone that ended between a change and its judging; nobody waits for it.
  app.addHook('onListen', async () => void deps.rejudging.run())
}
