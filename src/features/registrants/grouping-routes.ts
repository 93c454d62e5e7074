import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { groupPeople } from './group-people.ts'
import * as contract from './grouping-contract.ts'
import { previewGrouping } from './preview-grouping.ts'

const tags = ['registrants']

/** Residential groups for many people at once. */
export function groupingRoutes(app: App, deps: Deps): void {
  app.post(
    '/people/groupings/preview',
    {
      config: { access: 'person.edit', changesNothing: true },
      schema: {
        operationId: 'previewGrouping',
        tags,
        summary: 'How many people without a residential group would get which; nothing is changed',
        body: contract.PreviewGrouping,
        response: { 200: contract.GroupingPreview, ...problemResponses },
      },
    },
    (request) => previewGrouping(deps, actorOf(request), request.body),
  )

  app.post(
    '/people/groupings',
    {
      config: { access: 'person.edit' },
      schema: {
        operationId: 'groupPeople',
        tags,
        summary: 'Give people who have none a residential group, as previewed',
        body: contract.GroupPeople,
        response: { 200: contract.GroupedPeople, ...problemResponses },
      },
    },
    (request) => groupPeople(deps, actorOf(request), request.body),
  )
}
