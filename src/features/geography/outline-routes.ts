import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './outline-contract.ts'
import { putOutlines, readNewestOutlines } from './put-outlines.ts'

const tags = ['geography']

export function outlineRoutes(app: App, deps: Deps): void {
  app.get(
    '/outlines',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getOutlines',
        tags,
        summary: 'Outlines of the wards, for the map',
        response: { 200: contract.Outlines, ...problemResponses },
      },
    },
    () => readNewestOutlines(deps.db),
  )

  app.put(
    '/outlines',
    {
      config: { access: 'place.manage' },
      bodyLimit: contract.OUTLINE_FILE_BYTES_MAX,
      schema: {
        operationId: 'putOutlines',
        tags,
        summary: 'Take in a GeoJSON file of ward outlines, or only say which ward each feature is',
        body: contract.PutOutlines,
        response: { 200: contract.ReadOutlines, ...problemResponses },
      },
    },
    (request) => putOutlines(deps, actorOf(request), request.body),
  )
}
