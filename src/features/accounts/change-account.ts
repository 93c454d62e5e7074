import { eq, sql } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { scopeOf } from '#http/access.ts'
import { inScope, type Tx } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit, type AuditFact } from './audit.ts'
import { actAtOnce } from './give-grant.ts'
import { endSignIns, loadHelped, type Helped } from './help.ts'

/**
 * One change to someone else's account: found in the actor's places, judged, changed, audited, in one transaction.
 *
 * @param change what is done, and what the audit says of it.
 */
export async function changeAccount<T>(
  deps: Deps,
  actor: Actor,
  accountId: string,
  change: (tx: Tx, helped: Helped) => Promise<{ result: T; action: string; detail: AuditFact['detail'] }>,
): Promise<T> {
  const setting = { ...scopeOf(actor, 'account.help'), accountId: actor.accountId }
  return inScope(deps.db, setting, async (tx) => {
    const helped = await loadHelped(tx, deps, actor, accountId)
    const { result, action, detail } = await change(tx, helped)
    await appendAudit(tx, actor, deps.clock(), {
      action,
      subjectKind: 'account',
      subjectId: accountId,
      placeId: helped.grants[0]?.inWardId ?? null,
      detail: detail ?? {},
    })
    return result
  })
}

export type AccountEdit = Partial<{
  fullName: string
  unit: string
  task: string
  phone: string
  idNumberLast4: string
}>

/** @throws Problem `request.stale`. @returns the new version. */
export async function updateAccount(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; version: number; edit: AccountEdit },
): Promise<number> {
  return changeAccount(deps, actor, input.accountId, async (tx, { account: found }) => {
    if (found.version !== input.version) throw new Problem('request.stale')
    const version = found.version + 1
    await tx
      .update(account)
      .set({ ...input.edit, version })
      .where(eq(account.id, found.id))
    return { result: version, action: 'updateAccount', detail: { fields: Object.keys(input.edit) } }
  })
}

/** From COMMIT on no token of the account is good; what its phones recorded before is still judged by its grants. */
export async function disableAccount(
  deps: Deps,
  actor: Actor,
  input: { accountId: string; reason: string },
): Promise<void> {
  await changeAccount(deps, actor, input.accountId, async (tx, { account: found }) => {
    const now = deps.clock()
    await tx
      .update(account)
      .set({ disabledAt: found.disabledAt ?? now, version: sql`${account.version} + 1` })
      .where(eq(account.id, found.id))
    await actAtOnce(tx, found.id)
    const signInsEnded = await endSignIns(tx, { accountId: found.id }, now, 'disabled')
    return { result: undefined, action: 'disableAccount', detail: { reason: input.reason, signInsEnded } }
  })
}

export async function enableAccount(deps: Deps, actor: Actor, accountId: string): Promise<void> {
  await changeAccount(deps, actor, accountId, async (tx, { account: found }) => {
    await tx
      .update(account)
      .set({ disabledAt: null, version: sql`${account.version} + 1` })
      .where(eq(account.id, found.id))
    return { result: undefined, action: 'enableAccount', detail: {} }
  })
}
