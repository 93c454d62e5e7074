import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { closeVial } from './close-vial.ts'
import {
  Count,
  CountBody,
  HolderPage,
  holderQuery,
  IssueBody,
  Ledger,
  ledgerQuery,
  Movement,
  OpenVial,
  OpenVialBody,
  OpenVialList,
  openVialQuery,
  ReturnBody,
  StockPage,
  stockQuery,
  WastageBody,
} from './contract.ts'
import { issueVials } from './issue-vials.ts'
import { listOpenVials } from './open-vial-queries.ts'
import { openVial } from './open-vial.ts'
import { getLedger, listHolders, listStock } from './read-stock.ts'
import { recordCount } from './record-count.ts'
import { returnVials } from './return-vials.ts'
import { wasteDoses } from './waste-doses.ts'

const tags = ['stock']

export function ledgerRoutes(app: App, deps: Deps): void {
  app.get(
    '/holders',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listHolders',
        tags,
        summary: 'Stores, fridges and sessions that can hold doses',
        querystring: holderQuery,
        response: { 200: HolderPage, ...problemResponses },
      },
    },
    (request) => listHolders(deps, actorOf(request), request.query),
  )
  app.get(
    '/stock',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listStock',
        tags,
        summary: 'Doses per holder and lot',
        querystring: stockQuery,
        response: { 200: StockPage, ...problemResponses },
      },
    },
    (request) => listStock(deps, actorOf(request), request.query),
  )
  app.get(
    '/stock/ledger',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'getLedger',
        tags,
        summary: 'Every movement of one lot at one holder',
        querystring: ledgerQuery,
        response: { 200: Ledger, ...problemResponses },
      },
    },
    (request) => getLedger(deps, actorOf(request), request.query),
  )
  app.post(
    '/stock/issues',
    {
      config: { access: 'stock.move' },
      schema: {
        operationId: 'issueVials',
        tags,
        summary: 'Whole vials from a store or fridge to a session',
        body: IssueBody,
        response: { 201: Movement, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await issueVials(deps, actorOf(request), request.body)),
  )
  app.post(
    '/stock/returns',
    {
      config: { access: 'stock.move' },
      schema: {
        operationId: 'returnVials',
        tags,
        summary: 'Closed vials from a session back to a store or fridge',
        body: ReturnBody,
        response: { 201: Movement, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await returnVials(deps, actorOf(request), request.body)),
  )
  app.post(
    '/stock/wastages',
    {
      config: { access: 'stock.move' },
      schema: {
        operationId: 'wasteDoses',
        tags,
        summary: 'Write off closed vials, or doses left in opened ones',
        body: WastageBody,
        response: { 201: Movement, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await wasteDoses(deps, actorOf(request), request.body)),
  )
  app.post(
    '/holders/:holderId/counts',
    {
      config: { access: 'stock.count' },
      schema: {
        operationId: 'recordCount',
        tags,
        summary: 'Count a lot; the books follow',
        params: z.object({ holderId: idField }),
        body: CountBody,
        response: { 201: Count, ...problemResponses },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await recordCount(deps, actorOf(request), request.params.holderId, request.body)),
  )
  app.get(
    '/open-vials',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'listOpenVials',
        tags,
        summary: 'Opened vials of a session whose clock runs',
        querystring: openVialQuery,
        response: { 200: OpenVialList, ...problemResponses },
      },
    },
    (request) => listOpenVials(deps, actorOf(request), request.query.sessionId),
  )
  app.post(
    '/open-vials',
    {
      config: { access: 'entry.dose' },
      schema: {
        operationId: 'openVial',
        tags,
        summary: 'Open a vial: its clock starts',
        body: OpenVialBody,
        response: { 201: OpenVial, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await openVial(deps, actorOf(request), request.body)),
  )
  app.post(
    '/open-vials/:id/closure',
    {
      config: { access: 'entry.dose' },
      schema: {
        operationId: 'closeVial',
        tags,
        summary: 'The vial is empty or thrown away: its clock stops',
        params: z.object({ id: idField }),
        response: { 200: OpenVial, ...problemResponses },
      },
    },
    (request) => closeVial(deps, actorOf(request), request.params.id),
  )
}
