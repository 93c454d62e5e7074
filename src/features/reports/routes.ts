import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { loadEntryLag } from './entry-lag.ts'
import { loadProgress } from './load-progress.ts'
import { loadSessionProgress } from './load-session-progress.ts'

const tags = ['reports']

export function reportRoutes(app: App, deps: Deps): void {
  app.get(
    '/progress',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getProgress',
        tags,
        summary: 'Progress by ward, from kept counters',
        querystring: contract.progressQuery,
        response: { 200: contract.Progress, ...problemResponses },
      },
    },
    (request) => loadProgress(deps, actorOf(request), request.query),
  )

  app.get(
    '/progress/sessions',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'listSessionProgress',
        tags,
        summary: 'Sessions: issued, entered, wasted, returned, and what is missing',
        querystring: contract.sessionProgressQuery,
        response: { 200: contract.SessionProgressPage, ...problemResponses },
      },
    },
    (request) => loadSessionProgress(deps, actorOf(request), request.query),
  )

  app.get(
    '/progress/entry-lag',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getEntryLag',
        tags,
        summary: 'How late doses are recorded, by ward',
        querystring: contract.entryLagQuery,
        response: { 200: contract.EntryLagReport, ...problemResponses },
      },
    },
    (request) => loadEntryLag(deps, actorOf(request), request.query),
  )
}
