import { and, eq, isNull } from 'drizzle-orm'
import { Problem } from '#domain/problem.ts'
import { needsCode, signInDurationMs, type SecretKind } from '#domain/sign-in.ts'
import type { Role } from '#domain/access.ts'
import { transact, type Tx } from '#db/db.ts'
import { account, authority, device, signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit } from './audit.ts'
import { requireStrong } from './create-account.ts'
import { endSignIns } from './help.ts'
import { findAccountByName, selectGrants, type AccountRow } from './queries.ts'
import { hashRefreshToken, makeRefreshToken } from './refresh-token.ts'
import { enrolmentOf, newTotpSecret, stepOfCode, useCode, type Enrolment } from './second-factor.ts'
import { hashSecret, secretMatches } from './secret-hash.ts'
import { forgetOldLanes, forgiveTries, giveTryBack, lanesOf, takeTry, type Lanes } from './throttle.ts'

export type SignInInput = {
  signInName: string
  secret: string
  /** Code of the authenticator app. */
  code?: string
  /** Replaces the secret in the same step. */
  newSecret?: string
  /** What an earlier sign-in on this device was given. */
  deviceId?: string
  address: string
  /** The sign-in ends then at the latest: with the shift that was joined. */
  endsAt?: Date
}

export type SignedIn = {
  step: 'signed-in'
  accountId: string
  sessionVersion: number
  familyId: string
  deviceId: string | null
  refreshToken: string
  refreshExpiresAt: Date
}

/** `code`: send the same again with the code. `enrol`: the first time, put this into an authenticator app before. */
export type SignInAnswer = SignedIn | { step: 'code' } | ({ step: 'enrol' } & Enrolment)

/**
 * Unknown name, wrong secret and disabled account get one answer after the same work.
 *
 * @throws Problem `sign-in.failed`, `sign-in.code-wrong`, `sign-in.too-many`, `secret.weak-password`, `secret.weak-pin`.
 */
export async function signIn(deps: Deps, input: SignInInput): Promise<SignInAnswer> {
  const signInName = input.signInName.toLowerCase()
  const deviceId = await findKnownDevice(deps, input.deviceId)
  const lanes = lanesOf(deps.sealer, { signInName, address: input.address, deviceId })
  await takeTry(deps, lanes)
  const found = await findAccountByName(deps.db, signInName)
  const right = await secretMatches(found?.secretHash ?? null, input.secret)
  if (found === null || !right || found.disabledAt !== null) {
    const reason = found === null ? 'unknown' : right ? 'disabled' : 'secret'
    await transact(deps.db, (tx) => writeRefusal(tx, deps, found?.id ?? null, deviceId, reason))
    throw new Problem('sign-in.failed')
  }
  const newHash = await newSecretHash(found, input.newSecret).catch(async (error: unknown) => {
    await transact(deps.db, (tx) => giveTryBack(tx, lanes))
    throw error
  })
  const answer = await transact(deps.db, (tx) => finish(tx, deps, { found, input, lanes, deviceId, newHash }))
  if (answer === null) throw new Problem('sign-in.code-wrong')
  return answer
}

/** A device from which someone has signed in before, and that nobody has reported lost. */
async function findKnownDevice(deps: Deps, deviceId: string | undefined): Promise<string | null> {
  if (deviceId === undefined) return null
  const [found] = await deps.db
    .select({ id: device.id })
    .from(device)
    .where(and(eq(device.id, deviceId), isNull(device.endedAt)))
  return found?.id ?? null
}

async function newSecretHash(found: AccountRow, newSecret: string | undefined): Promise<string | null> {
  if (newSecret === undefined) return null
  requireStrong(found.secretKind as SecretKind, newSecret, found)
  return hashSecret(newSecret)
}

type Try = {
  found: AccountRow
  input: SignInInput
  lanes: Lanes
  deviceId: string | null
  newHash: string | null
}

/** The secret was right. Null: the code was not; that is counted, and committed. */
async function finish(tx: Tx, deps: Deps, attempt: Try): Promise<SignInAnswer | null> {
  const { found, input, lanes } = attempt
  const now = deps.clock()
  // Locked and read again: a disable or reset may have come in while the secret was being checked.
  const [fresh] = await tx.select().from(account).where(eq(account.id, found.id)).for('update')
  if (fresh === undefined || fresh.disabledAt !== null || fresh.secretHash !== found.secretHash)
    throw new Problem('sign-in.failed')
  const grants = await selectGrants(tx, [found.id], now, deps.authority.timeZone, 'in-force')
  const roles = grants.map((grant) => grant.role)
  const missing = await missingStep(tx, deps, fresh, roles, input.code)
  if (missing === 'wrong-code') {
    await writeRefusal(tx, deps, found.id, attempt.deviceId, 'code')
    return null
  }
  if (missing !== null) {
    await giveTryBack(tx, lanes)
    return missing
  }
  await forgiveTries(tx, lanes)
  await forgetOldLanes(tx, now)
  if (attempt.newHash !== null) {
    await tx
      .update(account)
      .set({ secretHash: attempt.newHash, mustChangeSecret: false })
      .where(eq(account.id, found.id))
    await endSignIns(tx, { accountId: found.id }, now, 'secret-changed')
  }
  const deviceId = attempt.deviceId ?? (await insertDevice(tx, deps, found.id))
  const latest = new Date(now.getTime() + signInDurationMs(roles))
  const endsAt = input.endsAt !== undefined && input.endsAt < latest ? input.endsAt : latest
  const signedIn = await openFamily(tx, deps, fresh, deviceId, endsAt)
  await appendAudit(tx, { accountId: found.id, deviceId }, now, {
    action: 'signIn',
    subjectKind: 'account',
    subjectId: found.id,
    detail: {
      familyId: signedIn.familyId,
      newDevice: attempt.deviceId === null,
      secretChanged: attempt.newHash !== null,
    },
  })
  return signedIn
}

/** What is still asked for besides the secret; null when nothing is. */
async function missingStep(
  tx: Tx,
  deps: Deps,
  found: AccountRow,
  roles: readonly Role[],
  code: string | undefined,
): Promise<Exclude<SignInAnswer, SignedIn> | 'wrong-code' | null> {
  const confirmed = found.totpConfirmedAt !== null
  if (!confirmed && (!needsCode(roles) || (await isDemo(tx)))) return null
  if (confirmed && code === undefined) return { step: 'code' }
  let secret = found.totpSecret === null ? null : deps.sealer.open(found.totpSecret).toString()
  if (secret === null) {
    secret = newTotpSecret()
    await tx
      .update(account)
      .set({ totpSecret: deps.sealer.seal(secret) })
      .where(eq(account.id, found.id))
  }
  // Asked again before it is confirmed, the same secret: the first answer may have been lost, or scanned already.
  if (code === undefined)
    return { step: 'enrol', ...enrolmentOf(secret, found.signInName, deps.authority.name) }
  const step = stepOfCode(secret, code, deps.clock())
  if (step === null) return 'wrong-code'
  const used = await useCode(tx, found.id, step, found.totpConfirmedAt ?? deps.clock())
  return used ? null : 'wrong-code'
}

/** Visitors of an invented city have no authenticator app at hand. */
async function isDemo(tx: Tx): Promise<boolean> {
  const [row] = await tx.select({ demo: authority.demo }).from(authority)
  return row?.demo === true
}

async function insertDevice(tx: Tx, deps: Deps, accountId: string): Promise<string> {
  const id = deps.newId()
  await tx.insert(device).values({ id, accountId, firstSeenAt: deps.clock() })
  return id
}

async function openFamily(
  tx: Tx,
  deps: Deps,
  found: AccountRow,
  deviceId: string,
  refreshExpiresAt: Date,
): Promise<SignedIn> {
  const now = deps.clock()
  const familyId = deps.newId()
  const refreshToken = makeRefreshToken(deps.sealer, familyId)
  await tx.insert(signInFamily).values({
    id: familyId,
    accountId: found.id,
    deviceId,
    refreshHash: hashRefreshToken(refreshToken),
    createdAt: now,
    expiresAt: refreshExpiresAt,
  })
  const { id: accountId, sessionVersion } = found
  return { step: 'signed-in', accountId, sessionVersion, familyId, deviceId, refreshToken, refreshExpiresAt }
}

async function writeRefusal(
  tx: Tx,
  deps: Deps,
  accountId: string | null,
  deviceId: string | null,
  reason: 'unknown' | 'secret' | 'disabled' | 'code',
): Promise<void> {
  await appendAudit(tx, null, deps.clock(), {
    action: 'refuseSignIn',
    subjectKind: 'account',
    subjectId: accountId,
    detail: { reason, deviceId },
  })
}
