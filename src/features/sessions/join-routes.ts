import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { deviceOf, requireTls, sendSignedIn } from '#features/accounts/sign-in-http.ts'
import { scopeOf } from '#http/access.ts'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { askToJoin } from './ask-to-join.ts'
import { claimJoin } from './claim-join.ts'
import { decideJoin } from './decide-join.ts'
import { nextJoinCode, openJoinCode } from './join-code.ts'
import * as contract from './join-contract.ts'
import { selectJoinRequests } from './join-queries.ts'
import { joinShift } from './join-shift.ts'
import { findSession } from './queries.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })

export function joinRoutes(app: App, deps: Deps): void {
  app.get(
    '/sessions/:id/join-code',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'getJoinCode',
        tags,
        summary: 'The code by which the crew joins a session with their own phones',
        params: idParams,
        querystring: contract.joinCodeQuery,
        response: { 200: contract.JoinCode, ...problemResponses },
      },
    },
    async (request) => {
      const session = await findSession(
        deps.db,
        scopeOf(actorOf(request), 'session.staff'),
        request.params.id,
      )
      if (session === null) throw new Problem('not-found')
      const forPaper = request.query.paper === 'true'
      return { ...nextJoinCode(deps, session, forPaper), publicUrl: deps.config.publicUrl }
    },
  )

  app.get(
    '/sessions/:id/join-requests',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'listJoinRequests',
        tags,
        summary: 'People on no list who wait to be let into the shift',
        params: idParams,
        response: { 200: contract.JoinRequestList, ...problemResponses },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { id } = request.params
      const own = scopeOf(actor, 'session.staff')
      if ((await findSession(deps.db, own, id)) === null) throw new Problem('not-found')
      const scope = { ...own, sessionIds: [...own.sessionIds, id], accountId: actor.accountId }
      return { items: await inScope(deps.db, scope, (tx) => selectJoinRequests(tx, id, deps.clock())) }
    },
  )

  app.put(
    '/sessions/:id/join-requests/:requestId/decision',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'decideJoin',
        tags,
        summary: 'Let somebody into the shift, or not; their rights end with its window',
        params: z.object({ id: idField, requestId: idField }),
        body: contract.DecideJoin,
        response: { 200: contract.DecidedJoin, ...problemResponses },
      },
    },
    (request) => {
      const { id: sessionId, requestId } = request.params
      return decideJoin(deps, actorOf(request), { sessionId, requestId }, request.body)
    },
  )

  app.post(
    '/join/look',
    {
      config: { access: 'public', changesNothing: true },
      schema: {
        operationId: 'lookAtShift',
        tags,
        summary: 'Which shift a code names',
        body: contract.LookAtShift,
        response: { 200: contract.Shift, ...problemResponses },
      },
    },
    async (request) => {
      const { session } = await openJoinCode(deps, deps.db, request.body.code)
      const { id: sessionId, siteId, siteName, wardName, sessionOn, slot } = session
      return { sessionId, siteId, siteName, wardName, sessionOn, slot }
    },
  )

  app.post(
    '/join',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'joinShift',
        tags,
        summary: 'Sign in at a shift with its code, one’s own name and PIN; ends with the shift',
        body: contract.JoinShift,
        response: { 200: contract.JoinedShift, ...problemResponses },
      },
    },
    async (request, reply) => {
      requireTls(request)
      const { mode, deviceId, ...given } = request.body
      const device = deviceOf(request, deviceId)
      const known = device === undefined ? {} : { deviceId: device }
      const { session, signedIn } = await joinShift(deps, { ...given, ...known, address: request.ip })
      return {
        sessionId: session.id,
        siteId: session.siteId,
        signedIn: await sendSignedIn(deps, reply, mode, signedIn),
      }
    },
  )

  app.post(
    '/join/requests',
    {
      config: { access: 'public', changesNothing: true },
      schema: {
        operationId: 'askToJoin',
        tags,
        summary: 'Ask the lead to be let into a shift that one is not on the list of',
        body: contract.AskToJoin,
        response: { 200: contract.AskedToJoin, ...problemResponses },
      },
    },
    (request) => {
      requireTls(request)
      return askToJoin(deps, { ...request.body, address: request.ip })
    },
  )

  app.post(
    '/join/requests/:id/claims',
    {
      config: { access: 'public', changesNothing: true },
      schema: {
        operationId: 'claimJoin',
        tags,
        summary: 'What became of one’s own request to join',
        params: idParams,
        body: contract.ClaimJoin,
        response: { 200: contract.JoinAnswer, ...problemResponses },
      },
    },
    (request) => claimJoin(deps, request.params.id, request.body.claim),
  )
}
