import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import type { Actor } from '#domain/access.ts'
import { scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import {
  accountBody,
  accountEditBody,
  AccountOut,
  AccountPage,
  accountQuery,
  accountSearchBody,
  idParams,
  NewAccountOut,
  reasonBody,
} from './contract.ts'
import { disableAccount, enableAccount, updateAccount } from './change-account.ts'
import { createAccount } from './create-account.ts'
import { findAccountInScope, selectAccounts, type AccountFilter } from './queries.ts'
import { grantTimes } from './grant-routes.ts'
import { viewAccounts } from './views.ts'

const tags = ['accounts']

export function staffRoutes(app: App, deps: Deps): void {
  /** @throws Problem `not-found`: outside your scope an account does not exist. */
  async function readAccount(actor: Actor, id: string) {
    const found = await findAccountInScope(deps.db, scopeOf(actor, 'account.read'), id)
    if (found === null) throw new Problem('not-found')
    const [view] = await viewAccounts(deps.db, deps, [found])
    return view!
  }
  async function listPage(
    actor: Actor,
    query: AccountFilter & { limit: number; cursor?: string | undefined },
  ) {
    const { limit, cursor, ...filter } = query
    const keys = decodeCursor(cursor, 1)
    const afterId = keys === null ? null : z.guid().safeParse(keys[0]).data
    if (afterId === undefined) throw new Problem('request.invalid', { where: '/querystring/cursor' })
    const scope = scopeOf(actor, 'account.read')
    const rows = await selectAccounts(deps.db, scope, filter, { limit: limit + 1, afterId }, deps.clock())
    const page = toPage(rows, limit, (row) => [row.id])
    return { items: await viewAccounts(deps.db, deps, page.items), nextCursor: page.nextCursor }
  }

  app.post(
    '/accounts',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'createAccount',
        tags,
        summary: 'Make an account; its first secret is in the answer and nowhere else',
        body: accountBody,
        response: { 201: NewAccountOut, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const grants = request.body.grants.map(grantTimes)
      const created = await createAccount(deps, actor, { ...request.body, grants })
      const account = await readAccount(actor, created.accountId)
      setEtag(reply, account.version)
      return reply.code(201).send({ account, secretKind: created.secretKind, secret: created.secret })
    },
  )
  app.get(
    '/accounts',
    {
      config: { access: 'account.read' },
      schema: {
        operationId: 'listAccounts',
        tags,
        summary: 'Accounts with a role, now or earlier, at one’s own places; newest first',
        querystring: accountQuery,
        response: { 200: AccountPage, ...problemResponses },
      },
    },
    (request) => listPage(actorOf(request), request.query),
  )
  app.post(
    '/accounts/search',
    {
      config: { access: 'account.read' },
      schema: {
        operationId: 'searchAccounts',
        tags,
        summary: 'The same list by any part of name, sign-in name or unit, with or without diacritics',
        body: accountSearchBody,
        response: { 200: AccountPage, ...problemResponses },
      },
    },
    (request) => listPage(actorOf(request), request.body),
  )
  app.get(
    '/accounts/:id',
    {
      config: { access: 'account.read' },
      schema: {
        operationId: 'getAccount',
        tags,
        summary: 'One account with its grants',
        params: idParams,
        response: { 200: AccountOut, ...problemResponses },
      },
    },
    async (request, reply) => {
      const account = await readAccount(actorOf(request), request.params.id)
      setEtag(reply, account.version)
      return account
    },
  )
  app.patch(
    '/accounts/:id',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'updateAccount',
        tags,
        summary: 'Change name, unit, task, phone (If-Match)',
        params: idParams,
        body: accountEditBody,
        response: { 200: AccountOut, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      await updateAccount(deps, actor, { accountId: id, version: ifMatch(request), edit: request.body })
      const account = await readAccount(actor, id)
      setEtag(reply, account.version)
      return account
    },
  )
  app.post(
    '/accounts/:id/disable',
    {
      config: { access: 'account.help' },
      schema: {
        operationId: 'disableAccount',
        tags,
        summary: 'Close an account at once',
        params: idParams,
        body: reasonBody,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await disableAccount(deps, actorOf(request), { accountId: id, reason: request.body.reason })
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/accounts/:id/enable',
    {
      config: { access: 'account.manage' },
      schema: {
        operationId: 'enableAccount',
        tags,
        summary: 'Open a disabled account again',
        params: idParams,
        response: { 204: z.null(), ...problemResponses },
      },
    },
    async (request, reply) => {
      await enableAccount(deps, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
