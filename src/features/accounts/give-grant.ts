import { eq, sql } from 'drizzle-orm'
import { reaches, scopeFor, type Actor, type Role } from '#domain/access.ts'
import { BACKDATED_MAX_MS, fitsTarget, someoneMayGrant, type GrantTarget } from '#domain/granting.ts'
import { Problem } from '#domain/problem.ts'
import { secretKindFor } from '#domain/sign-in.ts'
import type { Tx } from '#db/db.ts'
import { accessGrant, account } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import type { AuditFact } from './audit.ts'
import { projectGrant } from './project-grant.ts'
import { findGrantTarget } from './queries.ts'

export type NewGrant = {
  role: Role
  placeId?: string | null
  siteId?: string | null
  sessionId?: string | null
  /** Default: now. */
  validFrom?: Date | null
  validTo?: Date | null
  reason?: string
}

/**
 * Gives a role in the caller's transaction, with its projection, and makes it act at once. `actor` null = the
 * installation itself (first administrator, demo), which no route can be. The caller writes the audit facts.
 *
 * @throws Problem `not-found` (no such place, or outside the actor's), `grant.above`, `grant.target`, `grant.dates`,
 * `account.self`, `secret.pin-not-enough`.
 */
export async function giveGrant(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'newId'>,
  actor: Actor | null,
  accountId: string,
  given: NewGrant,
): Promise<{ grantId: string; fact: AuditFact }> {
  const now = deps.clock()
  const wanted = {
    placeId: given.placeId ?? null,
    siteId: given.siteId ?? null,
    sessionId: given.sessionId ?? null,
  }
  const { role } = given
  const validFrom = given.validFrom ?? now
  const validTo = given.validTo ?? null
  if ((validTo !== null && validTo <= validFrom) || now.getTime() - validFrom.getTime() > BACKDATED_MAX_MS)
    throw new Problem('grant.dates')
  if (actor?.accountId === accountId) throw new Problem('account.self')
  const target = await findGrantTarget(tx, wanted)
  if (target === null) throw new Problem('not-found')
  if (!fitsTarget(role, target)) throw new Problem('grant.target', { role })
  if (actor !== null && !someoneMayGrant(actor, { role, target, validTo }))
    throw refusalOf(actor, role, target)
  const [holder] = await tx
    .select({ secretKind: account.secretKind })
    .from(account)
    .where(eq(account.id, accountId))
    .for('update')
  if (holder?.secretKind === 'pin' && secretKindFor([role]) === 'password')
    throw new Problem('secret.pin-not-enough')
  const grant = { id: deps.newId(), accountId, role, ...wanted, validFrom, validTo }
  await tx
    .insert(accessGrant)
    .values({ ...grant, givenBy: actor?.accountId ?? null, reason: given.reason ?? '' })
  await projectGrant(tx, grant)
  await actAtOnce(tx, accountId)
  return {
    grantId: grant.id,
    fact: {
      action: 'createGrant',
      subjectKind: 'account',
      subjectId: accountId,
      placeId: target.inWardId,
      detail: { grantId: grant.id, role, ...wanted, validFrom, validTo },
    },
  }
}

/** A place beyond the actor's does not exist for them; a role or a time beyond theirs is named. */
function refusalOf(actor: Actor, role: Role, target: GrantTarget): Problem {
  const everywhere = target.inWardId === null
  const there = { wardId: target.inWardId, siteId: target.atSiteId, sessionId: target.sessionId }
  const seen = everywhere || reaches(scopeFor(actor, 'account.help'), there)
  return seen ? new Problem('grant.above', { role }) : new Problem('not-found')
}

/** Older access tokens of the account are no good from here on; its pages fetch new ones with what it may do now. */
export async function actAtOnce(tx: Tx, accountId: string): Promise<void> {
  await tx
    .update(account)
    .set({ sessionVersion: sql`${account.sessionVersion} + 1` })
    .where(eq(account.id, accountId))
}
