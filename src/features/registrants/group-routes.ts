import { localDateAt } from '#domain/dates.ts'
import { inScope } from '#db/db.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './group-contract.ts'
import { selectWardGroups } from './group-queries.ts'

export function groupRoutes(app: App, deps: Deps): void {
  app.get(
    '/residential-groups',
    {
      config: { access: 'group.manage' },
      schema: {
        operationId: 'listResidentialGroups',
        tags: ['registrants'],
        summary: 'The residential groups of a ward, with how many live there and who looks after them',
        querystring: contract.groupsQuery,
        response: { 200: contract.WardGroups, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const { wardId } = request.query
      requireReach(actor, 'group.manage', { wardId })
      return inScope(
        deps.db,
        { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId },
        (tx) => selectWardGroups(tx, wardId, localDateAt(deps.clock(), deps.authority.timeZone)),
        { readOnly: true },
      )
    },
  )
}
