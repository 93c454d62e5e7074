import { and, eq, isNull } from 'drizzle-orm'
import { transact } from '#db/db.ts'
import { signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'

/** Ends this sign-in and no other of the account. Doing it twice changes nothing more. */
export async function signOut(deps: Deps, familyId: string): Promise<void> {
  const now = deps.clock()
  await transact(deps.db, async (tx) => {
    const [ended] = await tx
      .update(signInFamily)
      .set({ revokedAt: now, revokedReason: 'sign-out' })
      .where(and(eq(signInFamily.id, familyId), isNull(signInFamily.revokedAt)))
      .returning({ accountId: signInFamily.accountId, deviceId: signInFamily.deviceId })
    if (ended === undefined) return
    await appendAudit(tx, ended, now, {
      action: 'signOut',
      subjectKind: 'account',
      subjectId: ended.accountId,
      detail: { familyId },
    })
  })
}
