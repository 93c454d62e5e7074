import { localDateAt } from '#domain/dates.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { sendTable, tableFormatField, tableResponse } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { exportReminders, exportSummary } from './export-summary.ts'
import { loadOverview } from './load-overview.ts'
import { loadOwed } from './load-owed.ts'
import { loadReminders } from './load-reminders.ts'

const tags = ['registrants']

/** Who has sent what: for the centre over all wards, for a ward over its own. */
export function overviewRoutes(app: App, deps: Deps): void {
  const today = () => localDateAt(deps.clock(), deps.authority.timeZone)

  app.get(
    '/list-overview',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'getListOverview',
        tags,
        summary: 'By ward: totals, names, staff list, who is late, declared against uploaded',
        querystring: contract.overviewQuery,
        response: { 200: contract.Overview, ...problemResponses },
      },
    },
    (request) => loadOverview(deps, actorOf(request), request.query),
  )

  app.get(
    '/list-overview/summary',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'exportSummary',
        tags,
        summary: 'The summary for the health department as a file: ward × group',
        querystring: contract.overviewQuery.extend({ format: tableFormatField }),
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const file = await exportSummary(deps, actorOf(request), request.query, languageOf(request))
      return sendTable(reply, request.query.format, `tong-hop-${today()}`, file)
    },
  )

  app.get(
    '/list-reminders',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'listReminders',
        tags,
        summary: 'Wards that still owe something, with the officials to call',
        querystring: contract.remindersQuery,
        response: { 200: contract.Reminders, ...problemResponses },
      },
    },
    async (request, _reply) => ({
      items: await loadReminders(deps, actorOf(request), request.query, languageOf(request)),
    }),
  )

  app.get(
    '/list-reminders/file',
    {
      config: { access: 'list.read' },
      schema: {
        operationId: 'exportReminders',
        tags,
        summary: 'The reminder list as a file',
        querystring: contract.remindersQuery.extend({ format: tableFormatField }),
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const file = await exportReminders(deps, actorOf(request), request.query, languageOf(request))
      return sendTable(reply, request.query.format, `nhac-nop-${today()}`, file)
    },
  )

  app.get(
    '/submissions-owed',
    {
      config: { access: 'list.upload' },
      schema: {
        operationId: 'listOwed',
        tags,
        summary: 'What your wards send by a deadline, sent or not; the nearest first',
        response: { 200: contract.OwedList, ...problemResponses },
      },
    },
    async (request, _reply) => ({
      generatedAt: deps.clock().toISOString(),
      items: await loadOwed(deps, actorOf(request)),
    }),
  )
}
