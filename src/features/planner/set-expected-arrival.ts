import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { expectedArrival } from '#db/tables/planner.ts'
import { product } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { ExpectedArrivalBody } from './supply-contract.ts'

/**
 * What the province has announced; said again with the same id it moves or withdraws the announcement.
 *
 * @throws Problem `not-found` for who does not reach the whole authority, `request.invalid` for an unknown product.
 */
export async function setExpectedArrival(
  deps: Deps,
  actor: Actor,
  arrivalId: string,
  body: z.output<typeof ExpectedArrivalBody>,
): Promise<void> {
  const scope = scopeOf(actor, 'plan.approve')
  if (!scope.wide) throw new Problem('not-found')
  await inScope(deps.db, { ...scope, accountId: actor.accountId }, async (tx) => {
    const known = await tx.select({ id: product.id }).from(product).where(eq(product.id, body.productId))
    if (known.length === 0) throw new Problem('request.invalid', { where: '/body/productId' })
    const at = deps.clock()
    await tx
      .insert(expectedArrival)
      .values({ id: deps.newId(), arrivalId, ...body, setBy: actor.accountId, receivedAt: at })
    await appendAudit(tx, actor, at, {
      action: 'setExpectedArrival',
      subjectKind: 'expected-arrival',
      subjectId: arrivalId,
      detail: body,
    })
  })
}
