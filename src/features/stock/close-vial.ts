import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { openVial } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import { toOpenVial } from './open-vial-queries.ts'
import { findHolderOfSession, targetOf } from './queries.ts'

/** The vial is empty or thrown away: its clock stops. @throws Problem `not-found`. */
export async function closeVial(deps: Deps, actor: Actor, id: string) {
  return asPerson(deps, actor, 'entry.dose', async (tx, by) => {
    const [row] = await tx.select().from(openVial).where(eq(openVial.id, id)).for('update')
    if (row === undefined) throw new Problem('not-found')
    const own = await findHolderOfSession(tx, row.sessionId)
    if (own === null) throw new Problem('not-found')
    requireReach(actor, 'entry.dose', targetOf(own))
    if (row.closedAt !== null) return toOpenVial(row)
    await tx.update(openVial).set({ closedAt: by.at }).where(eq(openVial.id, id))
    await appendAudit(tx, actor, by.at, {
      action: 'closeVial',
      subjectKind: 'open-vial',
      subjectId: id,
      placeId: own.placeId,
      detail: { sessionId: row.sessionId, lotId: row.lotId },
    })
    return toOpenVial({ ...row, closedAt: by.at })
  })
}
