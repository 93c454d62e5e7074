import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { selectNames } from '#features/accounts/staff-accounts.ts'
import { scopeOf } from '#http/access.ts'
import { idField } from '#http/fields.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { drawPdf, pdfResponse, sendPdf } from '#http/pdf/draw-pdf.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { idKey, instantKey } from './cursor.ts'
import { selectDeadlines, type DeadlineRow, type ListKind } from './deadline-queries.ts'
import { findDeclaration, selectDeclarations } from './declaration-queries.ts'
import { declareTotals } from './declare-totals.ts'
import { declarationPaper } from './receipt-papers.ts'
import { setDeadline } from './set-deadline.ts'
import type { Submission } from '#domain/declaration.ts'

const tags = ['registrants']
const idParams = z.object({ id: idField })

/** Totals first, names later: deadlines of the centre and declarations of the wards. */
export function declarationRoutes(app: App, deps: Deps): void {
  async function describe(rows: readonly DeadlineRow[], all: readonly DeadlineRow[]) {
    const names = await selectNames(
      deps.db,
      rows.map(({ setBy }) => setBy),
    )
    return rows.map(({ submission, listKind, dueAt, receivedAt, setBy, ...row }) => ({
      ...row,
      submission: submission as Submission,
      listKind: listKind as ListKind | null,
      dueAt: dueAt.toISOString(),
      receivedAt: receivedAt.toISOString(),
      setBy: names.get(setBy) ?? '',
      current: all.find((one) => one.submission === submission && one.listKind === listKind)?.id === row.id,
    }))
  }

  app.post(
    '/deadlines',
    {
      config: { access: 'campaign.manage' },
      schema: {
        operationId: 'setDeadline',
        tags,
        summary: 'By when wards send totals, names or staff list; a later one moves it, with a reason',
        body: contract.SetDeadline,
        response: { 201: contract.Deadline, ...problemResponses },
      },
    },
    async (request, reply) => {
      const row = await setDeadline(deps, actorOf(request), request.body)
      const [view] = await describe([row], await selectDeadlines(deps.db, [row.campaignId]))
      return reply.code(201).send(view!)
    },
  )

  app.get(
    '/deadlines',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listDeadlines',
        tags,
        summary: 'Deadlines of a campaign, with those that were moved',
        querystring: contract.deadlinesQuery,
        response: { 200: contract.Deadlines, ...problemResponses },
      },
    },
    async ({ query: { campaignId } }) => {
      const rows = await selectDeadlines(deps.db, [campaignId])
      return { items: await describe(rows, rows) }
    },
  )

  app.post(
    '/declarations',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'declareTotals',
        tags,
        summary: 'Declare how many people a ward will list, by group; late ones are kept and marked',
        body: contract.DeclareTotals,
        response: { 201: contract.Declaration, ...problemResponses },
      },
    },
    async (request, reply) => {
      const view = await declareTotals(deps, actorOf(request), request.body, languageOf(request))
      return reply.code(201).send(view)
    },
  )

  app.get(
    '/declarations',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listDeclarations',
        tags,
        summary: 'Declarations in your scope, the newest first: all versions',
        querystring: contract.declarationsQuery,
        response: { 200: contract.DeclarationPage, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      const keys = decodeCursor(cursor, 2)
      const before = keys === null ? null : { at: instantKey(keys[0]), id: idKey(keys[1]) }
      const rows = await inScope(
        deps.db,
        { ...scopeOf(actor, 'list.read'), accountId: actor.accountId },
        (tx) => selectDeclarations(tx, filter, { limit, before }, deps.clock(), languageOf(request)),
        { readOnly: true },
      )
      return toPage(rows, limit, (row) => [row.receivedAt, row.id])
    },
  )

  app.get(
    '/declarations/:id',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getDeclaration',
        tags,
        summary: 'One declaration: the receipt of the ward',
        params: idParams,
        response: { 200: contract.Declaration, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const actor = actorOf(request)
      const found = await inScope(
        deps.db,
        { ...scopeOf(actor, 'list.read'), accountId: actor.accountId },
        (tx) => findDeclaration(tx, request.params.id, deps.clock(), languageOf(request)),
        { readOnly: true },
      )
      if (found === null) throw new Problem('not-found')
      return found
    },
  )

  app.get(
    '/declarations/:id/receipt.pdf',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'drawDeclarationReceipt',
        tags,
        summary: 'The receipt of declared totals as a paper to be signed',
        params: idParams,
        response: { 200: pdfResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const now = deps.clock()
      const language = languageOf(request)
      const { id } = request.params
      const scope = { ...scopeOf(actor, 'list.read'), accountId: actor.accountId }
      const found = await inScope(deps.db, scope, (tx) => findDeclaration(tx, id, now, language), {
        readOnly: true,
      })
      if (found === null) throw new Problem('not-found')
      const paper = declarationPaper({ authority: deps.authority, language, now }, found)
      return sendPdf(reply, `bien-nhan-${id.slice(0, 8)}`, await drawPdf(paper))
    },
  )
}
