import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { secretKindFor, type SecretKind } from '#domain/sign-in.ts'
import { account, device, signInFamily } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { changeAccount } from './change-account.ts'
import { closeGrant, findLiveGrant } from './end-grant.ts'
import { actAtOnce, giveGrant } from './give-grant.ts'
import { endSignIns, loadHelped } from './help.ts'
import { hashSecret, makeSecret } from './secret-hash.ts'
import { openPass } from './throttle.ts'

/**
 * Help at 7 a.m., by the ward or site lead for the staff of their own place: a new secret shown once and changed at the
 * next sign-in, which every lane lets through for ten minutes.
 *
 * @throws Problem `secret.pin-not-enough`, `account.disabled`, and those of `loadHelped`.
 */
export async function resetSecret(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; kind?: SecretKind; secondFactor: boolean; reason: string },
): Promise<{ secretKind: SecretKind; secret: string }> {
  // Both are made before the transaction: hashing takes its time.
  const made = { pin: makeSecret('pin'), password: makeSecret('password') }
  const hashes = { pin: await hashSecret(made.pin), password: await hashSecret(made.password) }
  return changeAccount(deps, actor, input.accountId, async (tx, { account: found, grants }) => {
    if (found.disabledAt !== null) throw new Problem('account.disabled')
    const needed = secretKindFor(grants.map((grant) => grant.role))
    const kind = input.kind ?? needed
    if (kind === 'pin' && needed === 'password') throw new Problem('secret.pin-not-enough')
    await tx
      .update(account)
      .set({
        secretHash: hashes[kind],
        secretKind: kind,
        mustChangeSecret: true,
        version: sql`${account.version} + 1`,
        ...(input.secondFactor ? { totpSecret: null, totpConfirmedAt: null, totpLastStep: null } : {}),
      })
      .where(eq(account.id, found.id))
    await actAtOnce(tx, found.id)
    const signInsEnded = await endSignIns(tx, { accountId: found.id }, deps.clock(), 'reset')
    await openPass(tx, deps.sealer, found.signInName, deps.clock())
    return {
      result: { secretKind: kind, secret: made[kind] },
      action: 'resetSecret',
      detail: { secretKind: kind, secondFactor: input.secondFactor, reason: input.reason, signInsEnded },
    }
  })
}

/** Wrong tries of strangers are forgotten, and the person let through for ten minutes. */
export async function unlockAccount(deps: Deps, actor: Actor, accountId: string): Promise<void> {
  await changeAccount(deps, actor, accountId, async (tx, { account: found }) => {
    await openPass(tx, deps.sealer, found.signInName, deps.clock())
    return { result: undefined, action: 'unlockAccount', detail: {} }
  })
}

/** Someone else takes over the post: same role, same place, same end. @returns the id of the new grant. */
export async function swapGrant(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; grantId: string; toAccountId: string; reason: string },
): Promise<{ grantId: string }> {
  return changeAccount(deps, actor, input.accountId, async (tx, helped) => {
    const grant = await findLiveGrant(tx, helped, input.grantId)
    const { account: successor } = await loadHelped(tx, deps, actor, input.toAccountId)
    if (successor.disabledAt !== null) throw new Problem('account.disabled')
    await closeGrant(tx, deps.clock(), grant)
    const { role, placeId, siteId, sessionId, validTo } = grant
    const validFrom = grant.validFrom > deps.clock() ? grant.validFrom : deps.clock()
    const given = await giveGrant(tx, deps, actor, successor.id, {
      role,
      placeId,
      siteId,
      sessionId,
      validFrom,
      validTo,
      reason: 'swap',
    })
    return {
      result: { grantId: given.grantId },
      action: 'swapGrant',
      detail: {
        grantId: grant.id,
        toAccountId: successor.id,
        newGrantId: given.grantId,
        role,
        reason: input.reason,
      },
    }
  })
}

/**
 * A phone is gone: no token on it is good any more, whoever signed in from it, and it is no known device. Without
 * `deviceId`: all phones that are this person's own, and every sign-in of theirs.
 *
 * @throws Problem `not-found` for a device from which the account never signed in.
 */
export async function endLostPhone(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; deviceId?: string },
): Promise<{ devicesEnded: number; signInsEnded: number }> {
  const { deviceId } = input
  return changeAccount(deps, actor, input.accountId, async (tx, { account: found }) => {
    const now = deps.clock()
    const used = tx
      .select({ id: signInFamily.deviceId })
      .from(signInFamily)
      .where(eq(signInFamily.accountId, found.id))
    const lost =
      deviceId === undefined
        ? eq(device.accountId, found.id)
        : and(eq(device.id, deviceId), inArray(device.id, used))
    const ended = await tx
      .update(device)
      .set({ endedAt: sql`coalesce(${device.endedAt}, ${now.toISOString()}::timestamptz)` })
      .where(lost)
      .returning({ id: device.id })
    if (deviceId !== undefined && ended.length === 0) throw new Problem('not-found')
    const which = deviceId === undefined ? { accountId: found.id } : { deviceId }
    const signInsEnded = await endSignIns(tx, which, now, 'lost-phone')
    const counts = { devicesEnded: ended.length, signInsEnded }
    return {
      result: counts,
      action: 'endLostPhone',
      detail: { deviceId: deviceId ?? null, ...counts },
    }
  })
}
