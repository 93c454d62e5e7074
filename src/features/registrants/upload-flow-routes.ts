import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { requireReach } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { idKey } from './cursor.ts'
import { mapUploadHeadings, refuseUploadRepairs } from './instruct-upload.ts'
import { undoUpload } from './undo-upload.ts'
import type { UploadDesk } from './upload-desk.ts'
import { streamUploadEvents } from './upload-events.ts'
import { findUpload, selectUploads, withPositions } from './upload-queries.ts'
import { instantKey, readLists, waitOf } from './upload-routes.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

/** The way of an upload from the queue to its undoing, and the history of a ward's uploads. */
export function uploadFlowRoutes(app: App, deps: Deps, desk: UploadDesk): void {
  app.get(
    '/uploads',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listWardUploads',
        tags,
        summary: 'Uploads of a ward, newest first: who sent and confirmed what, when, and what it changed',
        querystring: contract.wardUploadsQuery,
        response: { 200: contract.UploadPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor, wardId } = request.query
      const keys = decodeCursor(cursor, 2)
      const before = keys === null ? null : { at: instantKey(keys[0]), id: idKey(keys[1]) }
      requireReach(actorOf(request), 'list.read', { wardId })
      const rows = await readLists(deps, request, (tx) =>
        selectUploads(tx, { wardId }, { limit, before }, languageOf(request)),
      )
      return toPage(await withPositions(deps.db, rows), limit, (row) => [row.uploadedAt, row.id])
    },
  )

  app.get(
    '/uploads/:id/events',
    {
      config: { access: 'list.read' },
      // Packed, an event would wait until a block is full.
      compress: false,
      schema: {
        operationId: 'watchUpload',
        tags,
        summary:
          'Server-sent events `upload` until it has been read; polling `GET /v1/uploads/{id}` tells the same',
        params: idParams,
        headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
        response: {
          200: {
            description: 'Each `data` is an `UploadEvent`.',
            content: { 'text/event-stream': { schema: z.unknown().meta({ type: 'string' }) } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const look = async () => {
        const found = await readLists(deps, request, (tx) => findUpload(tx, id, languageOf(request)))
        const [view] = await withPositions(deps.db, [found])
        return view ?? null
      }
      if ((await look()) === null) throw new Problem('not-found')
      const seen = request.headers['last-event-id'] ?? null
      return reply
        .type('text/event-stream')
        .header('x-accel-buffering', 'no')
        .send(streamUploadEvents(desk, id, seen, look))
    },
  )

  app.put(
    '/uploads/:id/mapping',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'mapUploadHeadings',
        tags,
        summary: 'Say what unknown headings mean: remembered for the ward, and the file is read again',
        params: idParams,
        body: contract.MapUploadHeadings,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const asked = { deps, desk, actor: actorOf(request), id: request.params.id, version: ifMatch(request) }
      const answer = { language: languageOf(request), waitMs: waitOf(request) }
      const upload = await mapUploadHeadings(asked, request.body, answer)
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.put(
    '/uploads/:id/repairs',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'refuseUploadRepairs',
        tags,
        summary: 'Refuse classes of automatic repairs: the file is read again without them',
        params: idParams,
        body: contract.RefuseUploadRepairs,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const asked = { deps, desk, actor: actorOf(request), id: request.params.id, version: ifMatch(request) }
      const answer = { language: languageOf(request), waitMs: waitOf(request) }
      const upload = await refuseUploadRepairs(asked, request.body, answer)
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.post(
    '/uploads/:id/undo',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'undoUpload',
        tags,
        summary: 'Take a confirmed upload back, while nobody on it has been checked in',
        params: idParams,
        body: contract.UndoUpload,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      const options = { reason, language: languageOf(request) }
      const upload = await undoUpload(deps, actorOf(request), request.params.id, ifMatch(request), options)
      setEtag(reply, upload.version)
      return upload
    },
  )
}
