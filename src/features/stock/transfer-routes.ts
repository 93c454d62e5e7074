import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { cancelTransfer } from './cancel-transfer.ts'
import { closeTransfer } from './close-transfer.ts'
import { dispatchTransfer } from './dispatch-transfer.ts'
import { orderTransfer } from './order-transfer.ts'
import { getTransfer, listTransfers } from './read-transfers.ts'
import { receiveTransfer } from './receive-transfer.ts'
import {
  CancellationBody,
  ClosureBody,
  DispatchBody,
  ReceptionBody,
  Transfer,
  TransferBody,
  TransferPage,
  transferQuery,
} from './transfer-contract.ts'

const tags = ['stock']
const params = z.object({ id: idField })
const response = { 200: Transfer, ...problemResponses }

export function transferRoutes(app: App, deps: Deps): void {
  /** Every change answers with the transfer as it is now, and its version. */
  async function answer(request: FastifyRequest, reply: FastifyReply, id: string) {
    const now = await getTransfer(deps, actorOf(request), id)
    setEtag(reply, now.version)
    return now
  }

  app.get(
    '/transfers',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listTransfers',
        tags,
        summary: 'Transfers seen from either end, newest first',
        querystring: transferQuery,
        response: { 200: TransferPage, ...problemResponses },
      },
    },
    (request) => listTransfers(deps, actorOf(request), request.query),
  )
  app.get(
    '/transfers/:id',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'getTransfer',
        tags,
        summary: 'A transfer with everything its handover paper needs',
        params,
        response,
      },
    },
    async (request, reply) => answer(request, reply, request.params.id),
  )
  app.post(
    '/transfers',
    {
      config: { access: 'stock.manage' },
      schema: {
        operationId: 'orderTransfer',
        tags,
        summary: 'Order whole vials from one store to another',
        body: TransferBody,
        response: { 201: Transfer, ...problemResponses },
      },
    },
    async (request, reply) => {
      const id = await orderTransfer(deps, actorOf(request), request.body)
      return reply.code(201).send(await answer(request, reply, id))
    },
  )
  app.post(
    '/transfers/:id/dispatch',
    {
      config: { access: 'stock.move' },
      schema: {
        operationId: 'dispatchTransfer',
        tags,
        summary: 'The sender counts, packs and hands over (If-Match)',
        params,
        body: DispatchBody,
        response,
      },
    },
    async (request, reply) => {
      await dispatchTransfer(deps, actorOf(request), request.params.id, ifMatch(request), request.body)
      return answer(request, reply, request.params.id)
    },
  )
  app.post(
    '/transfers/:id/reception',
    {
      config: { access: 'transfer.receive' },
      schema: {
        operationId: 'receiveTransfer',
        tags,
        summary: 'The receiver counts, looks and signs (If-Match)',
        params,
        body: ReceptionBody,
        response,
      },
    },
    async (request, reply) => {
      await receiveTransfer(deps, actorOf(request), request.params.id, ifMatch(request), request.body)
      return answer(request, reply, request.params.id)
    },
  )
  app.post(
    '/transfers/:id/closure',
    {
      config: { access: 'stock.manage' },
      schema: {
        operationId: 'closeTransfer',
        tags,
        summary: 'Decide a dispute, or file the signed paper (If-Match)',
        params,
        body: ClosureBody,
        response,
      },
    },
    async (request, reply) => {
      await closeTransfer(deps, actorOf(request), request.params.id, ifMatch(request), request.body)
      return answer(request, reply, request.params.id)
    },
  )
  app.post(
    '/transfers/:id/cancellation',
    {
      config: { access: 'stock.move' },
      schema: {
        operationId: 'cancelTransfer',
        tags,
        summary: 'Call it off; what is under way goes back to the sender (If-Match)',
        params,
        body: CancellationBody,
        response,
      },
    },
    async (request, reply) => {
      await cancelTransfer(deps, actorOf(request), request.params.id, ifMatch(request), request.body)
      return answer(request, reply, request.params.id)
    },
  )
}
