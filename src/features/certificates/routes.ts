import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { issueSlip, listSlips } from './issue-slip.ts'

const tags = ['certificates']
const params = z.object({ id: idField, personId: idField })

export function certificateRoutes(app: App, deps: Deps): void {
  app.post(
    '/sessions/:id/people/:personId/slips',
    {
      config: { access: 'slip.issue' },
      schema: {
        operationId: 'issueSlip',
        tags,
        summary: 'Print the confirmation slip after observation; again makes a counted copy',
        params,
        response: { 201: contract.ConfirmationSlip, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, personId } = request.params
      return reply.code(201).send(await issueSlip(deps, actorOf(request), id, personId))
    },
  )

  app.get(
    '/sessions/:id/people/:personId/slips',
    {
      config: { access: 'slip.issue' },
      schema: {
        operationId: 'listSlips',
        tags,
        summary: 'Every print of the slip',
        params,
        response: { 200: contract.SlipList, ...problemResponses },
      },
    },
    (request) => listSlips(deps, actorOf(request), request.params.id, request.params.personId),
  )
}
