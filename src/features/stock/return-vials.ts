import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import type { ReturnBody } from './contract.ts'
import { requireHolder, stores } from './find-store.ts'
import { holdLot } from './lot-queries.ts'
import type { MovementView } from './movement-queries.ts'
import { findSameMovement, postAsked } from './move-vials.ts'
import { claimId } from './once.ts'
import { findHolderOfSession, targetOf } from './queries.ts'

/**
 * Closed vials from a session back to a fridge or store; also of a lot that may no longer be used.
 *
 * @throws Problem `not-found`, `stock.wrong-holder`, `stock.insufficient`, `stock.id-used`.
 */
export async function returnVials(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof ReturnBody>,
): Promise<MovementView> {
  return asPerson(deps, actor, 'stock.move', async (tx, by) => {
    await claimId(tx, body.id)
    const from = await findHolderOfSession(tx, body.sessionId)
    if (from === null) throw new Problem('not-found')
    requireReach(actor, 'stock.move', targetOf(from))
    const to = await requireHolder(tx, actor, 'stock.move', body.toHolderId, stores)
    const facts = await holdLot(tx, body.lotId)
    const doses = body.vials * facts.dosesPerVial
    const asked = { id: body.id, kind: 'return' as const, from, to, facts, doses, reason: '' }
    return (await findSameMovement(tx, asked)) ?? postAsked(tx, actor, by, asked, 'returnVials')
  })
}
