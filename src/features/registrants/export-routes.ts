import type { FastifyReply } from 'fastify'
import { localDateAt } from '#domain/dates.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import { binary, mediaTypes } from '#http/table-file.ts'
import type { App, Deps } from '#http/types.ts'
import * as contract from './contract.ts'
import { exportDoses, exportPeople, type Export } from './export-people.ts'

const response = {
  200: {
    description:
      'The national form (26 columns) with the dose of each row behind it. `x-rows`: how many; `x-left-out`: doses of people whom you may not see.',
    content: Object.fromEntries(Object.values(mediaTypes).map((type) => [type, { schema: binary }])),
  },
  ...problemResponses,
}

export function exportRoutes(app: App, deps: Deps): void {
  const send = (reply: FastifyReply, made: Export, format: keyof typeof mediaTypes, about: string) =>
    reply
      .header('content-disposition', `attachment; filename="${about}.${format}"`)
      .header('x-rows', made.rows)
      .header('x-left-out', made.leftOut)
      .type(mediaTypes[format])
      .send(made.content)

  app.get(
    '/exports/doses',
    {
      config: { access: 'person.export' },
      schema: {
        operationId: 'exportDoses',
        tags: ['registrants'],
        summary: 'A day’s doses of a ward or a site in the national form; counted and written down',
        querystring: contract.exportDosesQuery,
        response,
      },
    },
    async (request, reply) => {
      const { query } = request
      const made = await exportDoses(deps, actorOf(request), query)
      return send(reply, made, query.format, `mui-tiem-${query.givenOn}`)
    },
  )

  app.get(
    '/exports/people',
    {
      config: { access: 'person.export' },
      schema: {
        operationId: 'exportPeople',
        tags: ['registrants'],
        summary: 'People of a ward in the national form, filtered as the list is; counted and written down',
        querystring: contract.exportPeopleQuery,
        response,
      },
    },
    async (request, reply) => {
      const { query } = request
      const made = await exportPeople(deps, actorOf(request), query)
      const today = localDateAt(deps.clock(), deps.authority.timeZone)
      return send(reply, made, query.format, `danh-sach-${today}`)
    },
  )
}
