import { and, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { place } from '#db/tables/geography.ts'
import { wardSupply } from '#db/tables/planner.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { WardSupplyBody } from './supply-contract.ts'

/**
 * How a ward can be supplied, in one piece: least stock, whether it accepts transfers, its cold stores, roads to it.
 * What was said before stays; plans that are made from now on read this.
 *
 * @throws Problem `not-found` for a ward, or a ward at the other end of a road, that the caller does not reach.
 */
export async function setWardSupply(
  deps: Deps,
  actor: Actor,
  wardId: string,
  body: z.output<typeof WardSupplyBody>,
): Promise<void> {
  const scope = scopeOf(actor, 'plan.approve')
  await inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const wanted = new Set([wardId, ...body.roads.flatMap(({ fromWardId }) => fromWardId ?? [])])
    const found = await tx
      .select({ id: place.id })
      .from(place)
      .where(and(inArray(place.id, [...wanted]), inArray(place.kind, ['ward', 'health-centre'])))
    const isReached = found.every(({ id }) => scope.wide || scope.wardIds.includes(id))
    if (found.length < wanted.size || !isReached) throw new Problem('not-found')
    const at = deps.clock()
    await tx
      .insert(wardSupply)
      .values({ id: deps.newId(), wardId, ...body, setBy: actor.accountId, receivedAt: at })
    const { minStockDays, acceptsTransfers, rooms } = body
    await appendAudit(tx, actor, at, {
      action: 'setWardSupply',
      subjectKind: 'place',
      subjectId: wardId,
      placeId: wardId,
      detail: { minStockDays, acceptsTransfers, rooms, roads: body.roads.length },
    })
  })
}
