import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { openVial } from '#db/tables/stock.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findHolderOfSession, targetOf } from './queries.ts'

const OPEN_MAX = 500

export function toOpenVial(row: typeof openVial.$inferSelect) {
  const { id, sessionId, lotId, openedAt, discardBy, nominalDoses, closedAt } = row
  return {
    id,
    sessionId,
    lotId,
    openedAt: openedAt.toISOString(),
    discardBy: discardBy.toISOString(),
    nominalDoses,
    closedAt: closedAt?.toISOString() ?? null,
  }
}

/** The vials of a session whose clock runs, the first to discard first. */
export async function listOpenVials(deps: Deps, actor: Actor, sessionId: string) {
  const own = await findHolderOfSession(deps.db, sessionId)
  if (own === null) throw new Problem('not-found')
  requireReach(actor, 'stock.read', targetOf(own))
  const rows = await deps.db
    .select()
    .from(openVial)
    .where(and(eq(openVial.sessionId, sessionId), isNull(openVial.closedAt)))
    .orderBy(asc(openVial.discardBy), asc(openVial.id))
    .limit(OPEN_MAX)
  return { items: rows.map(toOpenVial) }
}
