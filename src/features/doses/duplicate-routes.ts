import { z } from 'zod'
import { Problem } from '#domain/problem.ts'
import { decodeCursor } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { decideDuplicates } from './decide-duplicates.ts'
import * as contract from './duplicate-contract.ts'
import { listDuplicates } from './list-duplicates.ts'

const tags = ['registrants']
const cursorKeys = z.tuple([z.string().max(200), z.guid(), z.int().min(0)])

export function duplicateRoutes(app: App, deps: Deps): void {
  app.get(
    '/duplicates',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'listDuplicates',
        tags,
        summary: 'Residents of a ward who may be stored twice, in order of their names',
        querystring: contract.duplicatesQuery,
        response: { 200: contract.DuplicatePage, ...problemResponses },
      },
    },
    (request) => {
      const { cursor, ...asked } = request.query
      const keys = cursorKeys.nullable().safeParse(decodeCursor(cursor, 3))
      if (!keys.success) throw new Problem('request.invalid', { where: '/querystring/cursor' })
      const after =
        keys.data === null ? null : { nameKey: keys.data[0], personId: keys.data[1], pairs: keys.data[2] }
      return listDuplicates(deps, actorOf(request), asked, after)
    },
  )

  app.post(
    '/duplicates/decisions',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'decideDuplicates',
        tags,
        summary: 'Say of pairs whether they are one person, others, or to be asked later',
        body: contract.DecideDuplicates,
        response: { 200: contract.DecidedDuplicates, ...problemResponses },
      },
    },
    (request) => decideDuplicates(deps, actorOf(request), request.body),
  )
}
