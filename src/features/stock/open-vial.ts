import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { openVial as table } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import type { OpenVialBody } from './contract.ts'
import { holdLot, requireUsable } from './lot-queries.ts'
import { claimId, requireSame } from './once.ts'
import { toOpenVial } from './open-vial-queries.ts'
import { findHolderOfSession, targetOf } from './queries.ts'

/**
 * A vial is opened and its clock starts; with it the product says by when the rest is thrown away.
 *
 * @throws Problem `not-found`, `stock.lot-expired`, `stock.lot-quarantined`, `stock.lot-recalled`, `stock.id-used`.
 */
export async function openVial(deps: Deps, actor: Actor, body: z.output<typeof OpenVialBody>) {
  return asPerson(deps, actor, 'entry.dose', async (tx, by) => {
    await claimId(tx, body.id)
    const { id, sessionId, lotId } = body
    const own = await findHolderOfSession(tx, sessionId)
    if (own === null) throw new Problem('not-found')
    requireReach(actor, 'entry.dose', targetOf(own))
    const [before] = await tx.select().from(table).where(eq(table.id, id))
    if (before !== undefined) {
      requireSame([before.sessionId, before.lotId], [sessionId, lotId])
      return toOpenVial(before)
    }
    const facts = await holdLot(tx, lotId)
    requireUsable(facts, by.onDay)
    const row = {
      id,
      sessionId,
      lotId,
      openedAt: by.at,
      discardBy: new Date(by.at.getTime() + facts.openHours * 3_600_000),
      nominalDoses: facts.dosesPerVial,
      closedAt: null,
      byId: by.accountId,
    }
    await tx.insert(table).values(row)
    await appendAudit(tx, actor, by.at, {
      action: 'openVial',
      subjectKind: 'open-vial',
      subjectId: id,
      placeId: own.placeId,
      detail: { sessionId, lotId },
    })
    return toOpenVial(row)
  })
}
