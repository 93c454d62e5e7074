import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { ifMatch, setEtag } from '#http/etag.ts'
import { idField } from '#http/fields.ts'
import { pageQuery } from '#http/paging.ts'
import { drawPdf, pdfResponse, sendPdf } from '#http/pdf/draw-pdf.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { binary, mediaTypes as tableTypes } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { decideUploadRows } from './decide-upload-rows.ts'
import { listHistoryEntries } from './list-history-entries.ts'
import { uploadReceiptPaper } from './receipt-papers.ts'
import { returnBadRows } from './return-bad-rows.ts'
import { returnWorkbook } from './return-workbook.ts'
import { describeReceipt } from './upload-receipt.ts'
import { requireUpload } from './upload-queries.ts'
import { readLists, rowKey } from './upload-routes.ts'
import { writeTemplate } from './workbook/write-template.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })
const rowParams = z.object({ id: idField, rowNumber: z.coerce.number().int().min(1).max(1_048_576) })

const mediaTypes = { xls: 'application/vnd.ms-excel', ...tableTypes } as const

/** Decisions on doubtful rows, and what an upload gives back. */
export function uploadResultRoutes(app: App, deps: Deps): void {
  app.patch(
    '/uploads/:id/rows/:rowNumber',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'decideUploadRow',
        tags,
        summary: 'Decide a doubtful row: the same person, another one, or later',
        params: rowParams,
        body: contract.DecideUploadRow,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id, rowNumber } = request.params
      const decisions = { decision: request.body.decision, rowNumbers: [rowNumber] }
      const version = ifMatch(request)
      const upload = await decideUploadRows(
        deps,
        actorOf(request),
        id,
        version,
        decisions,
        languageOf(request),
      )
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.post(
    '/uploads/:id/decisions',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'decideUploadRows',
        tags,
        summary: 'Decide many doubtful rows at once',
        params: idParams,
        body: contract.DecideUploadRows,
        response: { 200: contract.Upload, ...problemResponses },
      },
    },
    async (request, reply) => {
      const version = ifMatch(request)
      const { id } = request.params
      const upload = await decideUploadRows(
        deps,
        actorOf(request),
        id,
        version,
        request.body,
        languageOf(request),
      )
      setEtag(reply, upload.version)
      return upload
    },
  )

  app.get(
    '/uploads/:id/workbook',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'returnWorkbook',
        tags,
        summary: 'The same file with the column “Kết quả import” filled',
        params: idParams,
        response: {
          200: {
            description: 'The file in the format in which it came.',
            content: Object.fromEntries(Object.values(mediaTypes).map((type) => [type, { schema: binary }])),
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { kind, content } = await returnWorkbook(deps, actorOf(request), id, languageOf(request))
      // A name of our own: the one that was sent may say anything.
      const name = `ket-qua-import-${localDateAt(deps.clock(), deps.authority.timeZone)}.${kind}`
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type(mediaTypes[kind])
        .send(content)
    },
  )

  app.get(
    '/uploads/:id/bad-rows',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'returnBadRows',
        tags,
        summary: 'An .xlsx of only the rows that were not taken, each with its reason',
        params: idParams,
        response: {
          200: {
            description: 'To be mended and sent again.',
            content: { [mediaTypes.xlsx]: { schema: binary } },
          },
          ...problemResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const content = await returnBadRows(deps, actorOf(request), id, languageOf(request))
      const name = `dong-chua-nhan-${localDateAt(deps.clock(), deps.authority.timeZone)}.xlsx`
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type(mediaTypes.xlsx)
        .send(content)
    },
  )

  app.get(
    '/lists/template',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getListTemplate',
        tags,
        summary: 'The national form, empty: numbers as text, lists to choose from, one example',
        querystring: z.object({ layout: z.literal('national').default('national') }),
        response: {
          200: { description: 'An .xlsx.', content: { [mediaTypes.xlsx]: { schema: binary } } },
          ...problemResponses,
        },
      },
    },
    async (_request, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="mau-danh-sach.xlsx"')
        .type(mediaTypes.xlsx)
        .send(Buffer.from(await writeTemplate())),
  )

  app.get(
    '/uploads/:id/receipt',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getUploadReceipt',
        tags,
        summary: 'Counts, hash of the file, and the time against the deadline',
        params: idParams,
        response: { 200: contract.UploadReceipt, ...problemResponses },
      },
    },
    (request) =>
      readLists(deps, request, async (tx) =>
        describeReceipt(tx, await requireUpload(tx, request.params.id), deps.clock()),
      ),
  )

  app.get(
    '/uploads/:id/receipt.pdf',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'drawUploadReceipt',
        tags,
        summary: 'The receipt as a paper to be signed',
        params: idParams,
        response: { 200: pdfResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const now = deps.clock()
      const { id } = request.params
      const receipt = await readLists(deps, request, async (tx) =>
        describeReceipt(tx, await requireUpload(tx, id), now),
      )
      const printing = { authority: deps.authority, language: languageOf(request), now }
      return sendPdf(
        reply,
        `bien-nhan-${id.slice(0, 8)}`,
        await drawPdf(uploadReceiptPaper(printing, receipt)),
      )
    },
  )

  app.get(
    '/uploads/:id/history-entries',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listHistoryEntries',
        tags,
        summary:
          'Earlier doses that the confirmed list states, ready to be sent as entries; those kept already are left out',
        params: idParams,
        querystring: pageQuery,
        response: { 200: contract.HistoryEntryPage, ...problemResponses },
      },
    },
    (request) => {
      const { limit, cursor } = request.query
      const page = { after: rowKey(cursor), limit }
      return listHistoryEntries(deps, actorOf(request), request.params.id, page)
    },
  )
}
