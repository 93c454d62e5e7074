import { z } from 'zod'
import { idField } from '#http/fields.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { sendTable, tableResponse } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import { exportLotRecipients } from './export-recall.ts'
import { getLotReach, listLotRecipients } from './read-recall.ts'
import { LotReach, LotRecipientPage, recipientFileQuery, recipientQuery } from './recall-contract.ts'

const tags = ['doses']
const params = z.object({ lotId: idField })

/** Who received a lot: the one screen of a recall. */
export function recallRoutes(app: App, deps: Deps): void {
  app.get(
    '/lots/:lotId/reach',
    {
      config: { access: 'stock.read' },
      schema: {
        operationId: 'getLotReach',
        tags,
        summary: 'How many received a lot, where, and where the rest lies; no names',
        params,
        response: { 200: LotReach, ...problemResponses },
      },
    },
    (request) => getLotReach(deps, actorOf(request), request.params.lotId),
  )
  app.get(
    '/lots/:lotId/recipients',
    {
      config: { access: 'person.read' },
      schema: {
        operationId: 'listLotRecipients',
        tags,
        summary: 'Everyone who received a lot and whom you may see; written down',
        params,
        querystring: recipientQuery,
        response: { 200: LotRecipientPage, ...problemResponses },
      },
    },
    (request) => listLotRecipients(deps, actorOf(request), request.params.lotId, request.query),
  )
  app.get(
    '/lots/:lotId/recipients/file',
    {
      config: { access: 'person.export' },
      schema: {
        operationId: 'exportLotRecipients',
        tags,
        summary: 'The same as a work list for a file; counted and written down',
        params,
        querystring: recipientFileQuery,
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { lotId } = request.params
      const { format } = request.query
      const file = await exportLotRecipients(deps, actorOf(request), lotId, format, languageOf(request))
      return sendTable(reply, format, `lo-${lotId.slice(0, 8)}`, file)
    },
  )
}
