import { z } from 'zod'
import { roleMay } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { amendDose } from './amend-dose.ts'
import { answerCorrection } from './answer-correction.ts'
import { askCorrection } from './ask-correction.ts'
import * as contract from './correction-contract.ts'
import { countCorrections, selectCorrections } from './correction-queries.ts'
import { readCorrection } from './read-correction.ts'
import { RestoredDose } from './review-contract.ts'

const tags = ['doses']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.iso.datetime(), z.guid()])

export function correctionRoutes(app: App, deps: Deps): void {
  const today = () => ({ now: deps.clock(), timeZone: deps.authority.timeZone })

  app.post(
    '/people/:id/corrections',
    {
      config: { access: 'correction.ask' },
      schema: {
        operationId: 'askCorrection',
        tags,
        summary: 'Ask that something in a person’s record be put right',
        params: idParams,
        body: contract.AskCorrection,
        response: { 200: contract.Correction, 201: contract.Correction, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { correction, isNew } = await askCorrection(deps, actorOf(request), id, request.body)
      setEtag(reply, correction.version)
      return reply.code(isNew ? 201 : 200).send(correction)
    },
  )

  app.get(
    '/corrections',
    {
      config: { access: 'correction.ask' },
      schema: {
        operationId: 'listCorrections',
        tags,
        summary: 'Requests to put a record right, oldest first',
        querystring: contract.correctionsQuery,
        response: { 200: contract.CorrectionPage, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      const keys = cursorKeys.nullable().safeParse(decodeCursor(cursor, 2))
      if (!keys.success) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const after = keys.data === null ? null : { askedAt: keys.data[0], id: keys.data[1] }
      const scope = { ...scopeOf(actor, 'correction.ask'), accountId: actor.accountId }
      return inScope(deps.db, scope, async (tx) => {
        const rows = await selectCorrections(tx, today(), filter, { limit, after })
        return toPage(rows, limit, ({ askedAt, id }) => [askedAt, id])
      })
    },
  )

  app.get(
    '/corrections/counts',
    {
      config: { access: 'correction.answer' },
      schema: {
        operationId: 'countCorrections',
        tags,
        summary: 'How many requests wait for an answer of yours',
        response: { 200: contract.CorrectionCounts, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const scope = { ...scopeOf(actor, 'correction.answer'), accountId: actor.accountId }
      const isCentre = actor.grants.some(({ role }) => roleMay(role, 'review.decide'))
      return inScope(deps.db, scope, (tx) => countCorrections(tx, today(), isCentre))
    },
  )

  app.get(
    '/corrections/:id',
    {
      config: { access: 'correction.ask' },
      schema: {
        operationId: 'readCorrection',
        tags,
        summary: 'One request: what was said, what was done with it, what was changed since',
        params: idParams,
        response: { 200: contract.CorrectionDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await readCorrection(deps, actorOf(request), request.params.id)
      setEtag(reply, found.version)
      return found
    },
  )

  app.post(
    '/corrections/:id/steps',
    {
      config: { access: 'correction.answer' },
      schema: {
        operationId: 'answerCorrection',
        tags,
        summary: 'Take a request, give it back, hand it over, or answer it; with If-Match',
        params: idParams,
        body: contract.AnswerCorrection,
        response: { 200: contract.CorrectionDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const { id } = request.params
      const answered = await answerCorrection(deps, actorOf(request), id, version, request.body)
      setEtag(reply, answered.version)
      return answered
    },
  )

  app.post(
    '/doses/:id/changes',
    {
      config: { access: 'review.decide' },
      schema: {
        operationId: 'amendDose',
        tags,
        summary: 'Take a recorded dose back, or correct it, after its session',
        params: idParams,
        body: contract.AmendDose,
        response: { 200: RestoredDose, ...problemResponses },
      },
    },
    (request) => amendDose(deps, actorOf(request), request.params.id, request.body),
  )
}
