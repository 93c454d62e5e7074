import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import type { App, Deps } from '#http/types.ts'
import { selectAudit } from './audit-queries.ts'
import { AuditPage, auditQuery } from './contract.ts'

const cursorShape = z.tuple([z.iso.datetime(), z.int(), z.int()])

export function auditRoutes(app: App, deps: Deps): void {
  async function readPage(query: z.output<typeof auditQuery>) {
    const { limit, cursor, from, until, ...filter } = query
    const keys = decodeCursor(cursor, 3)
    const after = keys === null ? null : cursorShape.safeParse(keys).data
    if (after === undefined) throw new Problem('request.invalid', { where: '/querystring/cursor' })
    const span = {
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    }
    const rows = await selectAudit(deps.db, { ...filter, ...span }, { limit: limit + 1, after }, deps.clock())
    const page = toPage(rows, limit, ({ entry }) => [entry.at.toISOString(), entry.lane, entry.seq])
    const items = page.items.map(({ entry, actorName }) => ({
      ...entry,
      at: entry.at.toISOString(),
      actorName,
      detail: JSON.parse(entry.detail) as Record<string, unknown>,
      hash: entry.hash.toString('hex'),
    }))
    return { items, nextCursor: page.nextCursor }
  }

  app.get(
    '/audit',
    {
      config: { access: 'audit.read' },
      schema: {
        operationId: 'listAudit',
        tags: ['accounts'],
        summary: 'Who did what to whom, newest first',
        querystring: auditQuery,
        response: { 200: AuditPage, ...problemResponses },
      },
    },
    (request) => readPage(request.query),
  )
}
