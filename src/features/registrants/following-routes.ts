import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { followPlaces } from './follow-places.ts'
import * as contract from './following-contract.ts'
import { previewFollowing } from './preview-following.ts'

const tags = ['registrants']
const access = 'group.manage'

export function followingRoutes(app: App, deps: Deps): void {
  app.get(
    '/place-following',
    {
      config: { access },
      schema: {
        operationId: 'previewFollowing',
        tags,
        summary: 'Whose residential group or ward is no more, and where they follow it to',
        response: { 200: contract.PlaceFollowing, ...problemResponses },
      },
    },
    (request) => previewFollowing(deps, actorOf(request)),
  )

  app.post(
    '/place-following',
    {
      config: { access },
      schema: {
        operationId: 'followPlaces',
        tags,
        summary: 'Let people follow their places, as previewed',
        body: contract.FollowPlaces,
        response: { 200: contract.FollowedPlaces, ...problemResponses },
      },
    },
    (request) => followPlaces(deps, actorOf(request), request.body),
  )
}
