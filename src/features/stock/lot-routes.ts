import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { Product, ProductGtinBody, ProductList, ReceiptBody } from './contract.ts'
import { LotDetail, LotEventBody, LotPage, lotQuery, ReceiptAnswer } from './lot-contract.ts'
import { getLot, listLots } from './read-lots.ts'
import { receiveLot } from './receive-lot.ts'
import { recordLotEvent } from './record-lot-event.ts'
import { listProducts, setProductGtin } from './set-product-gtin.ts'

const tags = ['stock']

export function lotRoutes(app: App, deps: Deps): void {
  app.get(
    '/products',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'listProducts',
        tags,
        summary: 'Vaccines and their vials',
        response: { 200: ProductList, ...problemResponses },
      },
    },
    async () => listProducts(deps),
  )
  app.put(
    '/products/:productId/gtin',
    {
      config: { access: 'stock.manage' },
      schema: {
        operationId: 'setProductGtin',
        tags,
        summary: 'Teach which product a barcode is',
        params: z.object({ productId: idField }),
        body: ProductGtinBody,
        response: { 200: Product, ...problemResponses },
      },
    },
    (request) => setProductGtin(deps, actorOf(request), request.params.productId, request.body.gtin),
  )
  app.get(
    '/lots',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listLots',
        tags,
        summary: 'Lots with their status and expiry of today',
        querystring: lotQuery,
        response: { 200: LotPage, ...problemResponses },
      },
    },
    (request) => listLots(deps, request.query),
  )
  app.get(
    '/lots/:lotId',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'getLot',
        tags,
        summary: 'What was decided about a lot, and where it lies',
        params: z.object({ lotId: idField }),
        response: { 200: LotDetail, ...problemResponses },
      },
    },
    (request) => getLot(deps, actorOf(request), request.params.lotId),
  )
  app.post(
    '/lots/receipts',
    {
      config: { access: 'stock.manage' },
      schema: {
        operationId: 'receiveLot',
        tags,
        summary: 'Vaccine arrives from the supplier',
        body: ReceiptBody,
        response: { 201: ReceiptAnswer, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await receiveLot(deps, actorOf(request), request.body)),
  )
  app.post(
    '/lots/:lotId/events',
    {
      config: { access: 'stock.manage' },
      schema: {
        operationId: 'recordLotEvent',
        tags,
        summary:
          'Change of expiry, thaw, time on the road, quarantine, release, recall, or a withdrawal of what was recorded by mistake',
        params: z.object({ lotId: idField }),
        body: LotEventBody,
        response: { 201: LotDetail, ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await recordLotEvent(deps, actorOf(request), request.params.lotId, request.body)),
  )
}
