import { Readable } from 'node:stream'
import type { Changes } from '#db/changes.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { loadEntryLag } from './entry-lag.ts'
import { loadProgress } from './load-progress.ts'
import { loadSessionProgress } from './load-session-progress.ts'
import { ProgressFeeds } from './progress-feed.ts'

const tags = ['reports']

export function reportRoutes(app: App, deps: Deps, changes: Changes): void {
  const feeds = new ProgressFeeds(deps, changes)
  app.addHook('preClose', async () => feeds.close())

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
    '/progress/events',
    {
      config: { access: 'report.read' },
      compress: false, // it would keep events back until it has enough of them
      schema: {
        operationId: 'followProgress',
        tags,
        summary: 'Progress by ward as it changes, as server-sent events',
        querystring: contract.progressEventsQuery,
        headers: contract.progressEventsHeaders,
        response: { 200: contract.progressEvents, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { seconds, ...query } = request.query
      const lastEventId = request.headers['last-event-id'] ?? null
      const events = await feeds.follow(actorOf(request), query, { lastEventId, seconds })
      return reply
        .type('text/event-stream')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(events, { objectMode: false, encoding: 'utf8' }))
    },
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
