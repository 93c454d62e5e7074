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
import * as contract from './contract.ts'
import { idKey } from './cursor.ts'
import { createList } from './create-list.ts'
import { findList, selectLists } from './list-queries.ts'
import { updateList } from './update-list.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

export function listRoutes(app: App, deps: Deps): void {
  app.get(
    '/lists',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listLists',
        tags,
        summary: 'Lists in your scope: declared against uploaded, in time or late',
        querystring: contract.listsQuery,
        response: { 200: contract.ListPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      const keys = decodeCursor(cursor, 2)
      const after = keys === null ? null : { name: String(keys[0]), id: idKey(keys[1]) }
      const rows = await inScope(
        deps.db,
        { ...scopeOf(actor, 'list.read'), accountId: actor.accountId },
        (tx) => selectLists(tx, filter, { limit, after }, deps.clock()),
        { readOnly: true },
      )
      return toPage(rows, limit, (row) => [row.name, row.id])
    },
  )

  app.post(
    '/lists',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'createList',
        tags,
        summary: 'Announce a list, with its deadline and declared totals',
        body: contract.CreateList,
        response: { 201: contract.List, ...problemResponses },
      },
    },
    async (request, reply) => {
      const list = await createList(deps, actorOf(request), request.body)
      setEtag(reply, list.version)
      return reply.code(201).send(list)
    },
  )

  app.get(
    '/lists/:id',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getList',
        tags,
        summary: 'One list',
        params: idParams,
        response: { 200: contract.List, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const found = await inScope(
        deps.db,
        { ...scopeOf(actor, 'list.read'), accountId: actor.accountId },
        (tx) => findList(tx, request.params.id, deps.clock()),
        { readOnly: true },
      )
      if (found === null) throw new Problem('not-found')
      setEtag(reply, found.version)
      return found
    },
  )

  app.patch(
    '/lists/:id',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'updateList',
        tags,
        summary: 'Change the name, deadline, totals or state of a list',
        params: idParams,
        body: contract.UpdateList,
        response: { 200: contract.List, ...problemResponses },
      },
    },
    async (request, reply) => {
      const list = await updateList(deps, actorOf(request), request.params.id, ifMatch(request), request.body)
      setEtag(reply, list.version)
      return list
    },
  )
}
