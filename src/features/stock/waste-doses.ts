import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { Deps } from '#http/types.ts'
import { asPerson } from './begin.ts'
import type { WastageBody } from './contract.ts'
import { requireHolder, stores } from './find-store.ts'
import { holdLot } from './lot-queries.ts'
import type { MovementView } from './movement-queries.ts'
import { findSameMovement, postAsked } from './move-vials.ts'
import { claimId } from './once.ts'
import { loadBoundary } from './queries.ts'

/**
 * Writes off closed vials, wherever they are, or doses left in opened ones, which only a session has.
 *
 * @throws Problem `not-found`, `stock.wrong-holder`, `stock.insufficient`, `stock.id-used`.
 */
export async function wasteDoses(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof WastageBody>,
): Promise<MovementView> {
  return asPerson(deps, actor, 'stock.move', async (tx, by) => {
    await claimId(tx, body.id)
    const kinds = body.opened ? (['session'] as const) : [...stores, 'session' as const]
    const from = await requireHolder(tx, actor, 'stock.move', body.holderId, kinds)
    const facts = await holdLot(tx, body.lotId)
    const asked = {
      id: body.id,
      kind: body.opened ? ('waste-open' as const) : ('waste-closed' as const),
      from,
      to: await loadBoundary(tx, 'wasted'),
      facts,
      doses: body.opened ? body.doses : body.vials * facts.dosesPerVial,
      reason: body.reason,
      wasteCause: body.cause,
    }
    return (await findSameMovement(tx, asked)) ?? postAsked(tx, actor, by, asked, 'wasteDoses')
  })
}
