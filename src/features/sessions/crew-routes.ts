import { z } from 'zod'
import { selectMissingDuties } from '#domain/roster.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { assignCrew } from './assign-crew.ts'
import { createCrewAccount } from './create-crew-account.ts'
import * as contract from './crew-contract.ts'
import { selectCrewPosts } from './crew-queries.ts'
import { endCrewPost } from './end-crew-post.ts'
import { findSession } from './queries.ts'
import { recordPresence } from './record-presence.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })

export function crewRoutes(app: App, deps: Deps): void {
  app.get(
    '/sessions/:id/crew',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'listCrew',
        tags,
        summary: 'Crew of a session: who is there, and who is missing',
        params: idParams,
        response: { 200: contract.Crew, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const scope = scopeOf(actor, 'session.read')
      const posts = await inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
        if ((await findSession(tx, scope, request.params.id)) === null) throw new Problem('not-found')
        return selectCrewPosts(tx, [request.params.id])
      })
      return { items: posts, missing: selectMissingDuties(posts) }
    },
  )

  app.post(
    '/sessions/:id/crew',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'assignCrew',
        tags,
        summary: 'Give somebody a duty at a session, and its rights for the window of the session',
        params: idParams,
        body: contract.AssignCrew,
        response: {
          200: contract.CrewPost,
          201: contract.CrewPost,
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { post, added } = await assignCrew(deps, actorOf(request), request.params.id, request.body)
      return reply.code(added ? 201 : 200).send(post)
    },
  )

  app.post(
    '/sessions/:id/crew/accounts',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'createCrewAccount',
        tags,
        summary: 'Make an account for somebody of the crew; its secret is shown once',
        params: idParams,
        body: contract.CreateCrewAccount,
        response: { 201: contract.CreatedCrewAccount, ...problemResponses },
      },
    },
    async (request, reply) => {
      const created = await createCrewAccount(deps, actorOf(request), request.params.id, request.body)
      return reply.code(201).send(created)
    },
  )

  app.delete(
    '/sessions/:id/crew/:postId',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'endCrewPost',
        tags,
        summary: 'Take somebody off the crew; the rights of the post end now',
        params: z.object({ id: idField, postId: idField }),
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id: sessionId, postId } = request.params
      await endCrewPost(deps, actorOf(request), { sessionId, postId })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/sessions/:id/presence',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'recordPresence',
        tags,
        summary: 'Join or leave a session oneself; answers with the own posts',
        params: idParams,
        body: contract.Presence,
        response: { 200: contract.Crew, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { present, deviceId = null } = request.body
      const own = await recordPresence(deps, actorOf(request), request.params.id, { present, deviceId })
      const posts = await selectCrewPosts(deps.db, [request.params.id])
      return { items: own, missing: selectMissingDuties(posts) }
    },
  )
}
