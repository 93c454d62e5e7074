import { eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { scopeOf } from '#http/access.ts'
import { inScope, type Tx } from '#db/db.ts'
import { accessGrant } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import { actAtOnce } from './give-grant.ts'
import { loadHelped, type Helped } from './help.ts'
import { endProjection } from './project-grant.ts'
import type { NamedGrant } from './queries.ts'

/** Ends a role now. It stays in the books: what arrives late is judged by the hour at which it was done. */
export async function endGrant(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; grantId: string; reason: string },
): Promise<void> {
  const setting = { ...scopeOf(actor, 'account.help'), accountId: actor.accountId }
  await inScope(deps.db, setting, async (tx) => {
    const helped = await loadHelped(tx, deps, actor, input.accountId)
    const grant = await findLiveGrant(tx, helped, input.grantId)
    await closeGrant(tx, deps.clock(), grant)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'endGrant',
      subjectKind: 'account',
      subjectId: input.accountId,
      placeId: grant.inWardId,
      detail: { grantId: grant.id, role: grant.role, reason: input.reason },
    })
  })
}

/** @throws Problem `not-found`, `grant.ended`. */
export async function findLiveGrant(tx: Tx, helped: Helped, grantId: string): Promise<NamedGrant> {
  const live = helped.grants.find((grant) => grant.id === grantId)
  if (live !== undefined) return live
  const [ended] = await tx
    .select({ accountId: accessGrant.accountId })
    .from(accessGrant)
    .where(eq(accessGrant.id, grantId))
  throw new Problem(ended?.accountId === helped.account.id ? 'grant.ended' : 'not-found')
}

/** The row, its projection and the account's tokens, together. A grant that had not begun never holds. */
export async function closeGrant(tx: Tx, now: Date, grant: NamedGrant): Promise<void> {
  const validTo = grant.validFrom > now ? grant.validFrom : now
  await tx.update(accessGrant).set({ validTo }).where(eq(accessGrant.id, grant.id))
  await endProjection(tx, grant.id, validTo)
  await actAtOnce(tx, grant.accountId)
}
