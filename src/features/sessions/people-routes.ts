import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { callPeople } from './call-people.ts'
import { listSessionPeople } from './list-session-people.ts'
import { callStandby, listStandby } from './list-standby.ts'
import * as contract from './people-contract.ts'
import { removeCalledPerson } from './remove-called-person.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.string(), z.guid()])

export function peopleRoutes(app: App, deps: Deps): void {
  app.post(
    '/sessions/:id/calls',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'callPeople',
        tags,
        summary: 'Call who is due to a session, each for an hour; says who was left out and why',
        params: idParams,
        body: contract.CallPeople,
        response: { 200: contract.CalledPeople, ...problemResponses },
      },
    },
    (request) => callPeople(deps, actorOf(request), request.params.id, request.body),
  )

  app.get(
    '/sessions/:id/people',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'listSessionPeople',
        tags,
        summary: 'People of a session, by hour',
        params: idParams,
        querystring: contract.peopleQuery,
        response: { 200: contract.SessionPersonPage, ...problemResponses },
      },
    },
    (request) => {
      const { limit, cursor } = request.query
      const keys = decodeCursor(cursor, 2)
      const parsed = keys === null ? null : cursorKeys.safeParse(keys)
      if (parsed?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const after = parsed === null ? null : { hour: parsed.data[0], personId: parsed.data[1] }
      return listSessionPeople(deps, actorOf(request), request.params.id, { limit, after })
    },
  )

  app.get(
    '/sessions/:id/standby',
    {
      config: { access: 'session.run' },
      schema: {
        operationId: 'listStandby',
        tags,
        summary: 'Whom to ring up to finish an open vial: due today, the nearest residential group first',
        params: idParams,
        response: { 200: contract.StandbyList, ...problemResponses },
      },
    },
    (request) => listStandby(deps, actorOf(request), request.params.id),
  )

  app.post(
    '/sessions/:id/standby',
    {
      config: { access: 'session.run' },
      schema: {
        operationId: 'callStandby',
        tags,
        summary: 'Somebody of the standby list comes: onto the session',
        params: idParams,
        body: contract.CallStandby,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { personId } = request.body
      await callStandby(deps, actorOf(request), { sessionId: request.params.id, personId })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/sessions/:id/people/:personId',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'removeCalledPerson',
        tags,
        summary: 'Take a person off the list of a session',
        params: z.object({ id: idField, personId: idField }),
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id: sessionId, personId } = request.params
      await removeCalledPerson(deps, actorOf(request), { sessionId, personId })
      return reply.code(204).send(null)
    },
  )
}
