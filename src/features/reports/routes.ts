import { Readable } from 'node:stream'
import type { Changes } from '#db/changes.ts'
import { languageOf, problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { sendTable, tableResponse } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import * as qualityContract from './quality-contract.ts'
import * as missingContract from './missing-contract.ts'
import * as dailyContract from './daily-contract.ts'
import { loadEntryLag } from './entry-lag.ts'
import { listMissingPeople } from './list-missing-people.ts'
import { exportProgress } from './export-progress.ts'
import { exportDailyReport, loadDailyReport } from './load-daily-report.ts'
import { loadDays } from './load-days.ts'
import { loadParts } from './load-parts.ts'
import { loadQuality } from './load-quality.ts'
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
    (request) => feeds.read(actorOf(request), request.query),
  )

  app.get(
    '/progress/file',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'exportProgress',
        tags,
        summary: 'Progress by ward as a file: the figures of `getProgress`',
        querystring: contract.progressFileQuery,
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { format, language = languageOf(request), ...query } = request.query
      const { content, on } = await exportProgress(deps, actorOf(request), query, { format, language })
      return sendTable(reply, format, `tien-do-${on}`, content)
    },
  )

  app.get(
    '/progress/days',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getProgressDays',
        tags,
        summary: 'Progress day by day, for charts',
        querystring: contract.daysQuery,
        response: { 200: contract.ProgressDays, ...problemResponses },
      },
    },
    (request) => loadDays(deps, actorOf(request), request.query),
  )

  app.get(
    '/progress/parts',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getProgressParts',
        tags,
        summary: 'Progress by residential group, site, enterprise, target group or dose',
        querystring: contract.partsQuery,
        response: { 200: contract.ProgressParts, ...problemResponses },
      },
    },
    (request) => loadParts(deps, actorOf(request), request.query),
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
        querystring: qualityContract.entryLagQuery,
        response: { 200: qualityContract.EntryLagReport, ...problemResponses },
      },
    },
    (request) => loadEntryLag(deps, actorOf(request), request.query),
  )

  app.get(
    '/progress/quality',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getDataQuality',
        tags,
        summary: 'What is missing, doubtful, late or silent, by ward: counts of work lists',
        querystring: qualityContract.qualityQuery,
        response: { 200: qualityContract.QualityReport, ...problemResponses },
      },
    },
    (request) => loadQuality(deps, actorOf(request), request.query),
  )

  app.get(
    '/progress/missing',
    {
      config: { access: 'person.export' },
      schema: {
        operationId: 'listMissingPeople',
        tags,
        summary: 'Who still lacks a dose, by name, for a visit; counted and written down',
        querystring: missingContract.missingQuery,
        response: { 200: missingContract.MissingPeople, ...problemResponses },
      },
    },
    (request) => listMissingPeople(deps, actorOf(request), request.query),
  )

  app.get(
    '/reports/daily',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'getDailyReport',
        tags,
        summary: 'The daily report (Phụ lục 5A): ward, round, vaccine and day',
        querystring: dailyContract.dailyQuery,
        response: { 200: dailyContract.DailyReport, ...problemResponses },
      },
    },
    (request) => loadDailyReport(deps, actorOf(request), request.query),
  )

  app.get(
    '/reports/daily/file',
    {
      config: { access: 'report.read' },
      schema: {
        operationId: 'exportDailyReport',
        tags,
        summary: 'The daily report as a file, in the layout of Phụ lục 5A',
        querystring: dailyContract.dailyFileQuery,
        response: { 200: tableResponse, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { format, language = languageOf(request), ...query } = request.query
      const file = await exportDailyReport(deps, actorOf(request), query, { format, language })
      return sendTable(reply, format, `phu-luc-5a-${file.toOn}`, file.content)
    },
  )
}
