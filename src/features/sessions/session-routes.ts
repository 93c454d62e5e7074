import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { cancelSession } from './cancel-session.ts'
import { closeSession } from './close-session.ts'
import * as contract from './contract.ts'
import { createSession } from './create-session.ts'
import { openSession } from './open-session.ts'
import { findSession, selectSessions } from './queries.ts'
import { updateSession } from './update-session.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.iso.date(), z.guid()])

export function datedSessionRoutes(app: App, deps: Deps): void {
  app.get(
    '/sessions',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'listSessions',
        tags,
        summary: 'Sessions within your reach, the latest day first',
        querystring: contract.sessionsQuery,
        response: { 200: contract.SessionPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor, ...filter } = request.query
      const keys = decodeCursor(cursor, 2)
      const parsed = keys === null ? null : cursorKeys.safeParse(keys)
      if (parsed?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const after = parsed === null ? null : { sessionOn: parsed.data[0], id: parsed.data[1] }
      const actor = actorOf(request)
      const scope = scopeOf(actor, 'session.read')
      const rows = await inScope(deps.db, { ...scope, accountId: actor.accountId }, (tx) =>
        selectSessions(tx, scope, filter, { limit, after }),
      )
      return toPage(rows, limit, (row) => [row.sessionOn, row.id])
    },
  )

  app.get(
    '/sessions/:id',
    {
      config: { access: 'session.read' },
      schema: {
        operationId: 'getSession',
        tags,
        summary: 'A session with its vaccines, its counts and what its crew lacks',
        params: idParams,
        response: { 200: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const scope = scopeOf(actor, 'session.read')
      const session = await inScope(deps.db, { ...scope, accountId: actor.accountId }, (tx) =>
        findSession(tx, scope, request.params.id),
      )
      if (session === null) throw new Problem('not-found')
      setEtag(reply, session.version)
      return session
    },
  )

  app.post(
    '/sessions',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'createSession',
        tags,
        summary: 'Plan a session of a site',
        body: contract.CreateSession,
        response: { 201: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const session = await createSession(deps, actorOf(request), request.body)
      setEtag(reply, session.version)
      return reply.code(201).send(session)
    },
  )

  app.patch(
    '/sessions/:id',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'updateSession',
        tags,
        summary: 'Change capacity or vaccines of a session (If-Match)',
        params: idParams,
        body: contract.UpdateSession,
        response: { 200: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const session = await updateSession(deps, actorOf(request), request.params.id, version, request.body)
      setEtag(reply, session.version)
      return session
    },
  )

  app.post(
    '/sessions/:id/cancel',
    {
      config: { access: 'session.plan' },
      schema: {
        operationId: 'cancelSession',
        tags,
        summary: 'Cancel a session that was not opened',
        params: idParams,
        body: contract.CancelSession,
        response: { 200: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const session = await cancelSession(deps, actorOf(request), request.params.id, request.body.reason)
      setEtag(reply, session.version)
      return session
    },
  )

  app.post(
    '/sessions/:id/open',
    {
      config: { access: 'session.run' },
      schema: {
        operationId: 'openSession',
        tags,
        summary: 'Open a session of today, with its crew present or for a reason',
        params: idParams,
        body: contract.OpenSession,
        response: { 200: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { reason = null } = request.body
      const session = await openSession(deps, actorOf(request), request.params.id, reason)
      setEtag(reply, session.version)
      return session
    },
  )

  app.post(
    '/sessions/:id/close',
    {
      config: { access: 'session.run' },
      schema: {
        operationId: 'closeSession',
        tags,
        summary: 'Close a session: paper, phones and server agree, or for a reason; what is left goes back',
        params: idParams,
        body: contract.CloseSession,
        response: { 200: contract.Session, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { paperCount, phoneCount, reason = null, stock = null } = request.body
      const closing = { paperCount, phoneCount, reason, stock }
      const session = await closeSession(deps, actorOf(request), request.params.id, closing)
      setEtag(reply, session.version)
      return session
    },
  )
}
