import { z } from 'zod'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { selectSendingWards } from '#features/registrants/load-overview.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor } from '#http/paging.ts'
import { problemResponses } from '#http/problem.ts'
import { actorOf } from '#http/session.ts'
import type { App, Deps } from '#http/types.ts'
import { decideDuplicates } from './decide-duplicates.ts'
import * as contract from './duplicate-contract.ts'
import { DuplicateCounts } from './duplicate-counts.ts'
import { listDuplicates } from './list-duplicates.ts'

const tags = ['registrants']
const cursorKeys = z.tuple([z.string().max(200), z.guid(), z.int().min(0)])

export function duplicateRoutes(app: App, deps: Deps): void {
  const counts = new DuplicateCounts(deps)

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

  app.get(
    '/duplicates/counts',
    {
      config: { access: 'person.merge' },
      schema: {
        operationId: 'countDuplicates',
        tags,
        summary: 'How many pairs of each ward nobody has answered yet',
        response: { 200: contract.DuplicateCounts, ...problemResponses },
      },
    },
    async (request, _reply) => {
      const scope = scopeOf(actorOf(request), 'person.merge')
      const today = localDateAt(deps.clock(), deps.authority.timeZone)
      const wards = await selectSendingWards(deps.db, scope, today)
      const known = await counts.of(wards.map(({ id }) => id))
      return {
        items: wards.map(({ id, name }) => {
          const count = known.get(id)
          const countedAt = count?.countedAt.toISOString() ?? null
          return { wardId: id, wardName: name, open: count?.open ?? null, countedAt }
        }),
      }
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
    async (request, _reply) => {
      const actor = actorOf(request)
      const decided = await decideDuplicates(deps, actor, request.body)
      counts.forget(scopeOf(actor, 'person.merge').wardIds)
      return decided
    },
  )
}
