import type { FastifyRequest } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { cancelUpload } from './cancel-upload.ts'
import { commitUpload } from './commit-upload.ts'
import * as contract from './contract.ts'
import { idKey } from './cursor.ts'
import { findList } from './list-queries.ts'
import { listUploadRows } from './list-upload-rows.ts'
import { previewUpload } from './preview-upload.ts'
import type { UploadDesk } from './upload-desk.ts'
import { findUpload, selectUploads, withPositions } from './upload-queries.ts'
import { readUploadForm } from './upload-form.ts'
import { LIST_BYTES_MAX } from './workbook/limits.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

/** A transaction that only reads, in the scope of whoever may read lists. */
export function readLists<T>(deps: Deps, request: FastifyRequest, read: (tx: Tx) => Promise<T>): Promise<T> {
  const actor = actorOf(request)
  const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
  return inScope(deps.db, scope, read, { readOnly: true })
}

const WAIT_MS = 2_000
const WAIT_MS_MAX = 30_000

/** How long the answer may wait for the file to be read: `Prefer: wait=10` (RFC 7240), else two seconds. */
export function waitOf(request: FastifyRequest): number {
  const asked = /\bwait=(\d{1,3})\b/.exec(String(request.headers['prefer'] ?? ''))?.[1]
  return asked === undefined ? WAIT_MS : Math.min(Number(asked) * 1000, WAIT_MS_MAX)
}

export function uploadRoutes(app: App, deps: Deps, desk: UploadDesk): void {
  app.post(
    '/lists/:id/uploads',
    {
      config: { access: 'list.upload' },
      bodyLimit: LIST_BYTES_MAX + 64 * 1024,
      // The form is a stream that the handler reads; its contract is for the document.
      validatorCompiler: (route) =>
        route.httpPart === 'body'
          ? (value: unknown) => ({ value })
          : validatorCompiler(route as unknown as Parameters<typeof validatorCompiler>[0]),
      schema: {
        operationId: 'previewUpload',
        tags,
        summary:
          'Upload a file: it waits to be read; a small one is answered with its preview. Nothing on the list yet',
        consumes: ['multipart/form-data'],
        params: idParams,
        body: contract.UploadForm,
        response: { 201: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      // Before megabytes are read for a list that is not yours.
      const list = await readLists(deps, request, (tx) => findList(tx, request.params.id, deps.clock()))
      if (list === null) throw new Problem('not-found')
      requireReach(actor, 'list.upload', { wardId: list.wardId })
      const file = await readUploadForm(request)
      const options = { language: languageOf(request), waitMs: waitOf(request) }
      const upload = await previewUpload(deps, desk, actor, list.id, file, options)
      setEtag(reply, upload.version)
      return reply.code(201).send(upload)
    },
  )

  app.get(
    '/lists/:id/uploads',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listUploads',
        tags,
        summary: 'Uploads of a list, newest first',
        params: idParams,
        querystring: contract.uploadsQuery,
        response: { 200: contract.UploadPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor } = request.query
      const keys = decodeCursor(cursor, 2)
      const before = keys === null ? null : { at: instantKey(keys[0]), id: idKey(keys[1]) }
      const rows = await readLists(deps, request, async (tx) => {
        if ((await findList(tx, request.params.id, deps.clock())) === null) throw new Problem('not-found')
        return selectUploads(tx, { listId: request.params.id }, { limit, before }, languageOf(request))
      })
      return toPage(await withPositions(deps.db, rows), limit, (row) => [row.uploadedAt, row.id])
    },
  )

  app.get(
    '/uploads/:id',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getUpload',
        tags,
        summary: 'An upload with its counts',
        params: idParams,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const found = await readLists(deps, request, (tx) =>
        findUpload(tx, request.params.id, languageOf(request)),
      )
      const [upload] = await withPositions(deps.db, [found])
      if (upload == null) throw new Problem('not-found')
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.post(
    '/uploads/:id/commit',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'commitUpload',
        tags,
        summary:
          'Put the people on the list, all or nothing; again: the same answer, or what was decided since',
        params: idParams,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const language = languageOf(request)
      const upload = await commitUpload(deps, actorOf(request), request.params.id, ifMatch(request), language)
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.post(
    '/uploads/:id/cancel',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'cancelUpload',
        tags,
        summary: 'Drop an upload before it is confirmed: its file and rows are erased',
        params: idParams,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const upload = await cancelUpload(deps, desk, actorOf(request), request.params.id, languageOf(request))
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.get(
    '/uploads/:id/rows',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listUploadRows',
        tags,
        summary: 'Rows of the file with what is wrong, where, and how to mend it',
        params: idParams,
        querystring: contract.uploadRowsQuery,
        response: { 200: contract.UploadRowPage, ...problemResponses },
      },
    },
    (request) => {
      const { cursor, ...only } = request.query
      const filter = { ...only, after: rowKey(cursor) }
      return listUploadRows(deps, actorOf(request), request.params.id, filter, languageOf(request))
    },
  )
}

/** The row after which a page begins. */
export function rowKey(cursor: string | undefined): number {
  const after = Number(decodeCursor(cursor, 1)?.[0] ?? 0)
  return Number.isSafeInteger(after) ? after : 0
}

export function instantKey(key: string | number | undefined): string {
  if (typeof key !== 'string' || Number.isNaN(Date.parse(key)))
    throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return new Date(key).toISOString()
}
