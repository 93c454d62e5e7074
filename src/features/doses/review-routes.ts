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
import { decideReview } from './decide-review.ts'
import { listMerges, mergePeople, undoMerge } from './merge-people.ts'
import { ownReview } from './own-review.ts'
import * as contract from './review-contract.ts'
import { restoreDose } from './restore-dose.ts'
import { readReview } from './read-review.ts'
import { countReviews, selectReviews } from './review-queries.ts'

const tags = ['doses']
const idParams = z.object({ id: idField })
const cursorKeys = z.tuple([z.iso.datetime(), z.guid()])

export function reviewRoutes(app: App, deps: Deps): void {
  app.get(
    '/reviews',
    {
      config: { access: 'review.read' },
      schema: {
        operationId: 'listReviews',
        tags,
        summary: 'Questions that wait for a person, oldest first',
        querystring: contract.reviewsQuery,
        response: { 200: contract.ReviewPage, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      const keys = cursorKeys.nullable().safeParse(decodeCursor(cursor, 2))
      if (!keys.success) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const after = keys.data === null ? null : { openedAt: keys.data[0], id: keys.data[1] }
      const scope = { ...scopeOf(actor, 'review.read'), accountId: actor.accountId }
      return inScope(deps.db, scope, async (tx) => {
        const rows = await selectReviews(tx, deps.clock(), filter, { limit, after })
        return toPage(rows, limit, ({ openedAt, id }) => [openedAt, id])
      })
    },
  )

  app.get(
    '/reviews/counts',
    {
      config: { access: 'review.read' },
      schema: {
        operationId: 'countReviews',
        tags,
        summary: 'How many questions wait, by kind',
        querystring: z.object({ wardId: idField.optional() }),
        response: { 200: contract.ReviewCounts, ...problemResponses },
      },
    },
    (request) => {
      const actor = actorOf(request)
      const scope = { ...scopeOf(actor, 'review.read'), accountId: actor.accountId }
      return inScope(deps.db, scope, (tx) => countReviews(tx, request.query.wardId ?? null))
    },
  )

  app.get(
    '/reviews/:id',
    {
      config: { access: 'review.read' },
      schema: {
        operationId: 'readReview',
        tags,
        summary: 'One question with its doses, its person and what is held',
        params: idParams,
        response: { 200: contract.ReviewDetail, ...problemResponses },
      },
    },
    async (request, reply) => {
      const review = await readReview(deps, actorOf(request), request.params.id)
      setEtag(reply, review.version)
      return review
    },
  )

  app.put(
    '/reviews/:id/owner',
    {
      config: { access: 'review.decide' },
      schema: {
        operationId: 'ownReview',
        tags,
        summary: 'Take a question, or give it back; with If-Match',
        params: idParams,
        body: contract.OwnReview,
        response: { 200: contract.Review, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const review = await ownReview(deps, actorOf(request), request.params.id, version, request.body.take)
      setEtag(reply, review.version)
      return review
    },
  )

  app.post(
    '/reviews/:id/decisions',
    {
      config: { access: 'review.decide' },
      schema: {
        operationId: 'decideReview',
        tags,
        summary: 'Answer a question; the doses of the person are judged again with the answer',
        description:
          'With If-Match the answer is to the question as it was read: another dose may have come since.',
        params: idParams,
        body: contract.DecideReview,
        response: { 200: contract.Review, ...problemResponses },
      },
    },
    (request) => {
      const version = request.headers['if-match'] === undefined ? null : ifMatch(request)
      return decideReview(deps, actorOf(request), request.params.id, version, request.body)
    },
  )

  app.post(
    '/doses/:id/restore',
    {
      config: { access: 'review.decide' },
      schema: {
        operationId: 'restoreDose',
        tags,
        summary: 'Restore a dose that was taken back',
        params: idParams,
        body: contract.RestoreDose,
        response: { 200: contract.RestoredDose, ...problemResponses },
      },
    },
    (request) => restoreDose(deps, actorOf(request), request.params.id, request.body),
  )

  app.post(
    '/merges',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'mergePeople',
        tags,
        summary: 'Say that two records are one person; can be undone',
        body: contract.MergePeople,
        response: { 200: contract.Merge, ...problemResponses },
      },
    },
    (request) => mergePeople(deps, actorOf(request), request.body),
  )

  app.get(
    '/people/:id/merges',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'listMerges',
        tags,
        summary: 'Merges of a person, undone ones too',
        params: idParams,
        response: { 200: contract.MergeList, ...problemResponses },
      },
    },
    async (request) => ({ items: await listMerges(deps, actorOf(request), request.params.id) }),
  )

  app.post(
    '/merges/:id/undo',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'undoMerge',
        tags,
        summary: 'Take a merge back; the people of both are judged again',
        params: idParams,
        body: contract.UndoMerge,
        response: { 200: contract.Merge, ...problemResponses },
      },
    },
    (request) => undoMerge(deps, actorOf(request), request.params.id, request.body),
  )
}
