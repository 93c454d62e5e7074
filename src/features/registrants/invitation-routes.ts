import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { drawPdf, pdfResponse, sendPdf } from '#http/pdf/draw-pdf.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { idKey } from './cursor.ts'
import {
  drawPng,
  drawSvg,
  requireInvitation,
  selectInvitations,
  selectSheet,
  type InvitationView,
  drawSheetItem,
} from './invitation-queries.ts'
import { invitationPaper } from './invitation-paper.ts'
import { invitationKey } from './invitation-token.ts'
import { issueInvitations } from './issue-invitations.ts'
import { reissueInvitation } from './reissue-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })
const access = 'invitation.issue'
/** As many as the people of a large residential group, several times over. */
const SHEET_PAPERS_MAX = 1000

export function invitationRoutes(app: App, deps: Deps): void {
  app.get(
    '/invitation-key',
    {
      config: { access: 'signed-in' },
      schema: {
        operationId: 'getInvitationKey',
        tags,
        summary: 'The public key with which a phone checks invitations offline',
        response: { 200: contract.InvitationKey, ...problemResponses },
      },
    },
    async () => invitationKey(deps),
  )

  app.post(
    '/invitations',
    {
      config: { access },
      schema: {
        operationId: 'issueInvitations',
        tags,
        summary: 'Make the invitations that are missing for a list, a residential group or some people',
        body: contract.IssueInvitations,
        response: { 200: contract.IssuedInvitations, ...problemResponses },
      },
    },
    (request) => issueInvitations(deps, actorOf(request), request.body),
  )

  app.get(
    '/invitations',
    {
      config: { access },
      schema: {
        operationId: 'listInvitations',
        tags,
        summary: 'Invitations by name; the code itself is only drawn',
        querystring: contract.invitationsQuery,
        response: { 200: contract.InvitationPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor, ...filter } = request.query
      const rows = await readInvitations(deps, request, 'listInvitations', (tx) =>
        selectInvitations(tx, filter, { limit, after: nameAfter(cursor) }),
      )
      const { items, nextCursor } = toPage(rows, limit, (row) => [row.nameKey, row.id])
      return { items: items.map(({ nameKey: _key, ...item }) => item), nextCursor }
    },
  )

  app.get(
    '/invitations/sheet',
    {
      config: { access },
      schema: {
        operationId: 'getInvitationSheet',
        tags,
        summary: 'What is printed on A4: name, birth year, time if called, QR code',
        querystring: contract.sheetQuery,
        response: { 200: contract.SheetPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const { limit, cursor, ...filter } = request.query
      const today = localDateAt(deps.clock(), deps.authority.timeZone)
      const rows = await readInvitations(deps, request, 'printInvitationSheet', (tx) =>
        selectSheet(tx, filter, { limit, after: nameAfter(cursor) }, today),
      )
      const { items, nextCursor } = toPage(rows, limit, (row) => [row.nameKey, row.id])
      const drawn = items.map((row) => drawSheetItem(deps, row))
      return { items: await Promise.all(drawn), nextCursor }
    },
  )

  app.get(
    '/invitations/sheet.pdf',
    {
      config: { access },
      schema: {
        operationId: 'drawInvitationSheet',
        tags,
        summary: 'The sheet as a PDF: eight to an A4 page, each residential group on pages of its own',
        querystring: contract.sheetPaperQuery,
        response: { 200: pdfResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const now = deps.clock()
      const today = localDateAt(now, deps.authority.timeZone)
      const page = { limit: SHEET_PAPERS_MAX, after: null }
      const rows = await readInvitations(deps, request, 'printInvitationSheet', async (tx) => {
        const found = await selectSheet(tx, request.query, page, today)
        if (found.length > SHEET_PAPERS_MAX) throw new Problem('export.too-many', { limit: SHEET_PAPERS_MAX })
        return found
      })
      const printing = { authority: deps.authority, language: languageOf(request), now }
      return sendPdf(reply, `giay-moi-${today}`, await drawPdf(invitationPaper(deps, printing, rows)))
    },
  )

  for (const [format, type, draw] of [
    ['svg', 'image/svg+xml', drawSvg],
    ['png', 'image/png', drawPng],
  ] as const) {
    app.get(
      `/invitations/:id/qr.${format}`,
      {
        config: { access },
        schema: {
          operationId: format === 'svg' ? 'drawInvitationSvg' : 'drawInvitationPng',
          tags,
          summary: `The QR code of an invitation as ${format.toUpperCase()}`,
          params: idParams,
          response: {
            200: {
              description: 'The picture.',
              content: { [type]: { schema: z.unknown().meta({ type: 'string', format: 'binary' }) } },
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const [found] = await readInvitations(deps, request, 'drawInvitation', async (tx) => [
          await requireValid(tx, request.params.id),
        ])
        const picture = Buffer.from(await draw(deps, found!))
        return reply.type(type).send(picture)
      },
    )
  }

  app.post(
    '/invitations/:id/revoke',
    {
      config: { access },
      schema: {
        operationId: 'revokeInvitation',
        tags,
        summary: 'Make a lost paper worthless',
        params: idParams,
        body: contract.RevokeInvitation,
        response: { 200: contract.Invitation, ...problemResponses },
      },
    },
    (request) => revokeInvitation(deps, actorOf(request), request.params.id, request.body.reason),
  )

  app.post(
    '/invitations/:id/reissue',
    {
      config: { access },
      schema: {
        operationId: 'reissueInvitation',
        tags,
        summary: 'Revoke it and make a new one',
        params: idParams,
        body: contract.RevokeInvitation,
        response: { 201: contract.Invitation, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      return reply.code(201).send(await reissueInvitation(deps, actorOf(request), id, request.body.reason))
    },
  )
}

function nameAfter(cursor: string | undefined) {
  const keys = decodeCursor(cursor, 2)
  return keys === null ? null : { nameKey: String(keys[0]), id: idKey(keys[1]) }
}

async function requireValid(tx: Tx, id: string): Promise<InvitationView> {
  const found = await requireInvitation(tx, id)
  if (found.revokedAt !== null) throw new Problem('invitation.revoked')
  return found
}

/** Whoever holds a code can show it at the door, so each reading of codes or names is written down with its count. */
async function readInvitations<T extends { id: string }>(
  deps: Deps,
  request: FastifyRequest,
  action: string,
  read: (tx: Tx) => Promise<T[]>,
): Promise<T[]> {
  const actor = actorOf(request)
  return inScope(deps.db, { ...scopeOf(actor, access), accountId: actor.accountId }, async (tx) => {
    const rows = await read(tx)
    await appendAudit(tx, actor, deps.clock(), {
      action,
      subjectKind: 'invitation',
      subjectId: rows.length === 1 ? rows[0]!.id : null,
      detail: { rows: rows.length },
    })
    return rows
  })
}
