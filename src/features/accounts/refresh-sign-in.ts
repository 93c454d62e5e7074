import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import { transact, type Tx } from '#db/db.ts'
import { account, signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import { familyOfToken, hashRefreshToken, nextRefreshToken } from './refresh-token.ts'
import type { SignedIn } from './sign-in.ts'

/** Whoever lost the answer may ask again with the old token this long, or until the new one is first used. */
const GRACE_MS = 30_000

/**
 * The next tokens of a sign-in. An older token of ours that comes back after its grace was copied by someone: the whole
 * sign-in ends, whoever holds the newest one.
 *
 * @throws Problem `sign-in.required`.
 */
export async function refreshSignIn(deps: Deps, token: string): Promise<SignedIn> {
  const familyId = familyOfToken(deps.sealer, token)
  if (familyId === null) throw new Problem('sign-in.required')
  const answer = await transact(deps.db, (tx) => rotate(tx, deps, familyId, token))
  // Thrown after COMMIT: ending a stolen sign-in must not be rolled back by its own refusal.
  if (answer === null) throw new Problem('sign-in.required')
  return answer
}

async function rotate(tx: Tx, deps: Deps, familyId: string, token: string): Promise<SignedIn | null> {
  const now = deps.clock()
  const [family] = await tx.select().from(signInFamily).where(eq(signInFamily.id, familyId)).for('update')
  if (family === undefined || family.revokedAt !== null || family.expiresAt <= now) return null
  const [holder] = await tx
    .select({ version: account.sessionVersion, disabledAt: account.disabledAt })
    .from(account)
    .where(eq(account.id, family.accountId))
  if (holder === undefined || holder.disabledAt !== null) return null
  const hash = hashRefreshToken(token)
  const next = nextRefreshToken(deps.sealer, familyId, token)
  const current = timingSafeEqual(hash, family.refreshHash)
  const before = family.previousHash !== null && timingSafeEqual(hash, family.previousHash)
  const inGrace = before && family.previousUntil !== null && now < family.previousUntil
  if (!current && !inGrace) {
    await tx
      .update(signInFamily)
      .set({ revokedAt: now, revokedReason: 'reuse' })
      .where(eq(signInFamily.id, familyId))
    await appendAudit(tx, { accountId: family.accountId, deviceId: family.deviceId }, now, {
      action: 'endSignInReused',
      subjectKind: 'account',
      subjectId: family.accountId,
      detail: { familyId },
    })
    return null
  }
  if (current)
    await tx
      .update(signInFamily)
      .set({
        refreshHash: hashRefreshToken(next),
        previousHash: hash,
        previousUntil: new Date(now.getTime() + GRACE_MS),
      })
      .where(eq(signInFamily.id, familyId))
  return {
    step: 'signed-in',
    accountId: family.accountId,
    sessionVersion: holder.version,
    familyId,
    deviceId: family.deviceId,
    refreshToken: next,
    refreshExpiresAt: family.expiresAt,
  }
}
