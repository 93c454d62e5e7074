import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import type { IssueBody } from './contract.ts'
import { requireHolder, stores } from './find-store.ts'
import { holdLot, requireUsable } from './lot-queries.ts'
import type { MovementView } from './movement-queries.ts'
import { findSameMovement, postAsked } from './move-vials.ts'
import { claimId } from './once.ts'
import { ensureSessionHolder, targetOf } from './queries.ts'

/**
 * Whole vials from a store or fridge to a session, opened or not.
 *
 * @throws Problem `not-found`, `stock.wrong-holder`, `stock.session-over`, `stock.lot-expired`,
 *   `stock.lot-quarantined`, `stock.lot-recalled`, `stock.insufficient`, `stock.id-used`.
 */
export async function issueVials(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof IssueBody>,
): Promise<MovementView> {
  return asPerson(deps, actor, 'stock.move', async (tx, by) => {
    await claimId(tx, body.id)
    const from = await requireHolder(tx, actor, 'stock.move', body.fromHolderId, stores)
    const given = await ensureSessionHolder(tx, body.sessionId, by)
    if (given === null) throw new Problem('not-found')
    requireReach(actor, 'stock.move', targetOf(given.holder))
    const facts = await holdLot(tx, body.lotId)
    const asked = {
      id: body.id,
      kind: 'issue' as const,
      from,
      to: given.holder,
      facts,
      doses: body.vials * facts.dosesPerVial,
      reason: '',
    }
    const before = await findSameMovement(tx, asked)
    if (before !== null) return before
    if (given.state === 'closed' || given.state === 'cancelled') throw new Problem('stock.session-over')
    // A session of tomorrow may be supplied today: its vials must last until then.
    requireUsable(facts, given.sessionOn > by.onDay ? given.sessionOn : by.onDay)
    return postAsked(tx, actor, by, asked, 'issueVials')
  })
}
