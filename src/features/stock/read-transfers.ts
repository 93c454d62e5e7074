import { reaches, type Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { TransferState } from '#domain/transfer.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { findHolder, targetOf } from './queries.ts'
import { requireUuid } from './read-lots.ts'
import {
  describeTransfers,
  findTransfer,
  selectTransferMovements,
  selectTransfers,
} from './transfer-queries.ts'

/** Everything that the handover paper needs. @throws Problem `not-found`. */
export async function getTransfer(deps: Deps, actor: Actor, id: string) {
  const row = await findTransfer(deps.db, id)
  if (row === null) throw new Problem('not-found')
  const ends = await Promise.all([row.fromHolderId, row.toHolderId].map((end) => findHolder(deps.db, end)))
  const scope = scopeOf(actor, 'stock.read')
  if (!ends.some((end) => end !== null && reaches(scope, targetOf(end)))) throw new Problem('not-found')
  const now = deps.clock()
  const onDay = localDateAt(now, deps.authority.timeZone)
  const [described] = await describeTransfers(deps.db, [row], now, onDay)
  return { ...described!, movements: await selectTransferMovements(deps.db, id) }
}

export async function listTransfers(
  deps: Deps,
  actor: Actor,
  query: {
    state?: TransferState | undefined
    holderId?: string | undefined
    overdue?: 'true' | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const keys = decodeCursor(query.cursor, 2)
  const now = deps.clock()
  const rows = await selectTransfers(deps.db, {
    scope: scopeOf(actor, 'stock.read'),
    state: query.state,
    holderId: query.holderId,
    overdueAt: query.overdue === 'true' ? now : undefined,
    after: keys === null ? null : { approvedAt: requireInstant(keys[0]), id: requireUuid(keys[1]) },
    limit: query.limit,
  })
  const page = toPage(rows, query.limit, (row) => [row.approvedAt.toISOString(), row.id])
  const onDay = localDateAt(now, deps.authority.timeZone)
  return { items: await describeTransfers(deps.db, page.items, now, onDay), nextCursor: page.nextCursor }
}

function requireInstant(key: string | number | undefined): string {
  if (typeof key === 'string' && !Number.isNaN(Date.parse(key))) return key
  throw new Problem('request.invalid', { where: '/querystring/cursor' })
}
