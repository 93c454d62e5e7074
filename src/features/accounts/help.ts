import { and, eq, isNull } from 'drizzle-orm'
import { scopeFor, type Actor } from '#domain/access.ts'
import { mayHelp } from '#domain/granting.ts'
import { Problem } from '#domain/problem.ts'
import type { Tx } from '#db/db.ts'
import { account, signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { findAccountInScope, selectGrants, type AccountRow, type NamedGrant } from './queries.ts'

export type Helped = { account: AccountRow; grants: NamedGrant[] }

/**
 * The account that the actor is about to change, locked so that a grant given at the same moment is seen.
 *
 * @throws Problem `not-found` (outside the actor's places), `account.self`, `account.above`.
 */
export async function loadHelped(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'authority'>,
  actor: Actor,
  accountId: string,
): Promise<Helped> {
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('update')
  const found = await findAccountInScope(tx, scopeFor(actor, 'account.help'), accountId)
  if (found === null) throw new Problem('not-found')
  if (accountId === actor.accountId) throw new Problem('account.self')
  const grants = await selectGrants(tx, [accountId], deps.clock(), deps.authority.timeZone)
  const held = grants.map((grant) => ({ role: grant.role, target: grant }))
  if (!mayHelp(actor, held)) throw new Problem('account.above')
  return { account: found, grants }
}

/** Ends sign-ins: their tokens, access and refresh, are no good from COMMIT on. @returns how many were ended. */
export async function endSignIns(
  tx: Tx,
  which: { accountId: string } | { deviceId: string },
  now: Date,
  reason: string,
): Promise<number> {
  const ended = await tx
    .update(signInFamily)
    .set({ revokedAt: now, revokedReason: reason })
    .where(
      and(
        'accountId' in which
          ? eq(signInFamily.accountId, which.accountId)
          : eq(signInFamily.deviceId, which.deviceId),
        isNull(signInFamily.revokedAt),
      ),
    )
    .returning({ id: signInFamily.id })
  return ended.length
}
