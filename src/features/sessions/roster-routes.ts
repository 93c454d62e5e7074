import { validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { drawPdf, pdfResponse, sendPdf } from '#http/pdf/draw-pdf.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { sendTable, tableFormatField, tableResponse } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import { emptyRoster, exportRoster } from './export-roster.ts'
import { previewRoster } from './preview-roster.ts'
import { reissueSlips } from './reissue-slips.ts'
import * as contract from './roster-contract.ts'
import { readRosterFile, ROSTER_FILE_MAX } from './roster-file/read-roster-file.ts'
import { findRoster, selectRosters } from './roster-queries.ts'
import { sendRoster, slipsOf } from './send-roster.ts'
import { slipPaper } from './slip-paper.ts'

const tags = ['sessions']
const idParams = z.object({ id: idField })
const formatQuery = z.object({ format: tableFormatField })
const cursorKeys = z.tuple([z.iso.datetime(), z.guid()])

/** Staff lists of a site. A file is read by `POST /rosters/file`, mended on the page, and sent like a typed list. */
export function rosterRoutes(app: App, deps: Deps): void {
  app.post(
    '/rosters/file',
    {
      config: { access: 'session.staff', changesNothing: true },
      bodyLimit: ROSTER_FILE_MAX + 64 * 1024,
      // The form is a stream that the handler reads; its contract is for the document.
      validatorCompiler: (route) =>
        route.httpPart === 'body'
          ? (value: unknown) => ({ value })
          : validatorCompiler(route as unknown as Parameters<typeof validatorCompiler>[0]),
      schema: {
        operationId: 'readRosterFile',
        tags,
        summary: 'The rows of a staff list in a file, by the text of its headings; nothing is stored',
        consumes: ['multipart/form-data'],
        body: contract.RosterFileForm,
        response: { 200: contract.RosterFile, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const part = await request.file()
      if (part === undefined) throw new Problem('upload.file-missing')
      return { rows: (await readRosterFile(await part.toBuffer(), part.filename)).map(contract.trimEntry) }
    },
  )

  app.post(
    '/rosters/preview',
    {
      config: { access: 'session.staff', changesNothing: true },
      schema: {
        operationId: 'previewRoster',
        tags,
        summary: 'What sending a staff list would do, row by row; nothing is stored',
        body: contract.SendRoster,
        response: { 200: contract.RosterPreview, ...problemResponses },
      },
    },
    (request) => previewRoster(deps, actorOf(request), request.body, languageOf(request)),
  )

  app.post(
    '/rosters',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'sendRoster',
        tags,
        summary: 'Send a staff list: accounts, rights and posts, all or nothing; PINs are shown once',
        body: contract.SendRoster,
        response: { 201: contract.SentRoster, ...problemResponses },
      },
    },
    async (request, reply) => reply.code(201).send(await sendRoster(deps, actorOf(request), request.body)),
  )

  app.get(
    '/rosters',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'listRosters',
        tags,
        summary: 'Staff lists in your scope, the newest first',
        querystring: contract.rostersQuery,
        response: { 200: contract.RosterPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      const keys = decodeCursor(cursor, 2)
      const before = keys === null ? null : cursorKeys.safeParse(keys)
      if (before?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const rows = await inScope(
        deps.db,
        { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId },
        (tx) =>
          selectRosters(tx, filter, {
            limit,
            before: before === null ? null : { at: before.data[0], id: before.data[1] },
          }),
        { readOnly: true },
      )
      return toPage(rows, limit, (row) => [row.receivedAt, row.id])
    },
  )

  app.get(
    '/rosters/template',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'getRosterTemplate',
        tags,
        summary: 'An empty staff list with the columns of the order',
        querystring: formatQuery,
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { format } = request.query
      return sendTable(reply, format, 'danh-sach-can-bo', emptyRoster(format, languageOf(request)))
    },
  )

  app.get(
    '/rosters/:id',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'getRoster',
        tags,
        summary: 'One staff list with its people',
        params: idParams,
        response: { 200: contract.RosterDetail, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const found = await inScope(
        deps.db,
        { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId },
        (tx) => findRoster(tx, request.params.id),
        { readOnly: true },
      )
      if (found === null) throw new Problem('not-found')
      return found
    },
  )

  app.post(
    '/rosters/:id/slips',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'reissueSlips',
        tags,
        summary: 'The slips again: new PINs for those who have not signed in yet',
        params: idParams,
        response: { 200: contract.Slips, ...problemResponses },
      },
    },
    async (request, _reply) => ({ items: await reissueSlips(deps, actorOf(request), request.params.id) }),
  )

  app.post(
    '/rosters/:id/slips.pdf',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'drawSlips',
        tags,
        summary:
          'The slips as a PDF to be cut apart; the PINs are those that the page still has, they are kept nowhere',
        params: idParams,
        body: contract.DrawSlips,
        response: { 200: pdfResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
      const found = await inScope(deps.db, scope, (tx) => findRoster(tx, request.params.id), {
        readOnly: true,
      })
      if (found === null) throw new Problem('not-found')
      const pins = new Map(request.body.pins.map(({ accountId, pin }) => [accountId, pin]))
      const { authority, config } = deps
      const printing = { authority, address: config.publicUrl, language: languageOf(request) }
      return sendPdf(
        reply,
        'phieu-dang-nhap',
        await drawPdf(slipPaper(printing, found, slipsOf(found, pins))),
      )
    },
  )

  app.get(
    '/rosters/:id/file',
    {
      config: { access: 'session.staff' },
      schema: {
        operationId: 'exportRoster',
        tags,
        summary: 'The staff list as a file, with the columns of the order',
        params: idParams,
        querystring: formatQuery,
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { format } = request.query
      const { id } = request.params
      const file = await exportRoster(deps, actorOf(request), { id, format }, languageOf(request))
      const today = localDateAt(deps.clock(), deps.authority.timeZone)
      return sendTable(reply, format, `danh-sach-can-bo-${today}`, file)
    },
  )
}
