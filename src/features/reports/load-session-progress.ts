import { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { readProgress } from './begin.ts'
import type { sessionProgressQuery } from './contract.ts'
import { selectSessionProgress } from './session-queries.ts'

const DAYS_BACK = 7
const cursorKeys = z.tuple([z.iso.date(), z.guid()])

/** Sessions with what was issued, entered, wasted and returned. @throws Problem `not-found`, `request.invalid`. */
export function loadSessionProgress(deps: Deps, actor: Actor, query: z.output<typeof sessionProgressQuery>) {
  const keys = decodeCursor(query.cursor, 2)
  const after = keys === null ? null : cursorKeys.safeParse(keys)
  if (after?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
  return readProgress(deps, actor, query, async (tx, { campaign, wardIds, scope, today }) => {
    const rows = await selectSessionProgress(tx, {
      campaignId: campaign.id,
      scope,
      wardIds: query.place === undefined ? null : wardIds,
      fromOn: query.fromOn ?? addDays(today, -DAYS_BACK),
      toOn: query.toOn ?? today,
      after: after === null ? null : { sessionOn: after.data[0], id: after.data[1] },
      limit: query.limit,
    })
    return toPage(rows, query.limit, (row) => [row.sessionOn, row.sessionId])
  })
}
