import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import type { SecretKind } from '#domain/sign-in.ts'
import { transact } from '#db/db.ts'
import { account, signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import { requireStrong } from './create-account.ts'
import { hashSecret, secretMatches } from './secret-hash.ts'
import { forgiveTries, lanesOf, takeTry } from './throttle.ts'

/**
 * Whoever is signed in changes their own password or PIN; their sign-ins elsewhere end.
 *
 * @throws Problem `secret.wrong`, `secret.weak-password`, `secret.weak-pin`, `sign-in.too-many`.
 */
export async function changeOwnSecret(
  deps: Deps,
  actor: Actor,
  input: { current: string; next: string; familyId: string | null; address: string },
): Promise<void> {
  const [found] = await deps.db.select().from(account).where(eq(account.id, actor.accountId))
  if (found === undefined) throw new Problem('sign-in.required')
  requireStrong(found.secretKind as SecretKind, input.next, found)
  const lanes = lanesOf(deps.sealer, {
    signInName: found.signInName,
    address: input.address,
    deviceId: actor.deviceId,
  })
  await takeTry(deps, lanes)
  if (!(await secretMatches(found.secretHash, input.current))) throw new Problem('secret.wrong')
  const secretHash = await hashSecret(input.next)
  const now = deps.clock()
  await transact(deps.db, async (tx) => {
    const changed = await tx
      .update(account)
      .set({ secretHash, mustChangeSecret: false })
      // Not over a reset that came in meanwhile.
      .where(and(eq(account.id, found.id), eq(account.secretHash, found.secretHash)))
      .returning({ id: account.id })
    if (changed.length === 0) throw new Problem('secret.wrong')
    const ended = await tx
      .update(signInFamily)
      .set({ revokedAt: now, revokedReason: 'secret-changed' })
      .where(
        and(
          eq(signInFamily.accountId, found.id),
          isNull(signInFamily.revokedAt),
          input.familyId === null ? undefined : ne(signInFamily.id, input.familyId),
        ),
      )
      .returning({ id: signInFamily.id })
    await forgiveTries(tx, lanes)
    await appendAudit(tx, actor, now, {
      action: 'changeOwnSecret',
      subjectKind: 'account',
      subjectId: found.id,
      detail: { signInsEnded: ended.length },
    })
  })
}
