import { scopeFor, mayAnywhere, type Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { PASSWORD_LENGTH_MIN, secretKindFor, weaknessOf, type SecretKind } from '#domain/sign-in.ts'
import { inScope, type Tx } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import { appendAudit, type AuditFact } from './audit.ts'
import { giveGrant, type NewGrant } from './give-grant.ts'
import { hashSecret, makeSecret } from './secret-hash.ts'

export type NewAccount = {
  /** Small letters, digits, `.`, `_`, `-`; unique in the authority. */
  signInName: string
  fullName: string
  unit?: string
  task?: string
  phone?: string
  idNumberLast4?: string
  /** First secret of the installation's own accounts; people get one made for them, shown once and changed at once. */
  secret?: string
  grants: readonly NewGrant[]
}

/** `secret` is known here and nowhere else: show it once. */
export type CreatedAccount = { accountId: string; signInName: string; secretKind: SecretKind; secret: string }

type Needs = Pick<Deps, 'db' | 'clock' | 'newId'>

/**
 * One account with its grants. @throws Problem `account.name-taken`, `account.grant-required`, `secret.weak-password`,
 * `secret.weak-pin`, and those of `giveGrant`.
 */
export async function createAccount(
  deps: Needs,
  actor: Actor | null,
  input: NewAccount,
): Promise<CreatedAccount> {
  const [created] = await createAccounts(deps, actor, [input])
  return created!
}

/** A whole crew at once: all are made or none. @throws as `createAccount`. */
export async function createAccounts(
  deps: Needs,
  actor: Actor | null,
  inputs: readonly NewAccount[],
): Promise<CreatedAccount[]> {
  // Whoever may not manage accounts makes none that nobody but an administrator could find again.
  const bound = actor !== null && !mayAnywhere(actor, 'account.manage')
  if (bound && inputs.some((input) => input.grants.length === 0)) throw new Problem('account.grant-required')
  // Hashing takes its time: before the transaction, not in it.
  const prepared = await Promise.all(inputs.map(async (input) => ({ input, ...(await firstSecret(input)) })))
  const work = async (tx: Tx) => {
    const created: CreatedAccount[] = []
    const facts: AuditFact[] = []
    for (const { input, kind, secret, hash } of prepared) {
      const accountId = deps.newId()
      await insertAccount(tx, deps, actor, accountId, input, { kind, hash })
      const placeIds: (string | null)[] = []
      for (const grant of input.grants) {
        const given = await giveGrant(tx, deps, actor, accountId, grant)
        placeIds.push(given.fact.placeId ?? null)
        facts.push(given.fact)
      }
      facts.push({
        action: 'createAccount',
        subjectKind: 'account',
        subjectId: accountId,
        placeId: placeIds[0] ?? null,
        detail: { secretKind: kind },
      })
      created.push({ accountId, signInName: input.signInName, secretKind: kind, secret })
    }
    await appendAudit(tx, actor, deps.clock(), facts)
    return created
  }
  const everywhere = { wide: true, wardIds: [], siteIds: [], sessionIds: [] }
  const scope = actor === null ? everywhere : scopeFor(actor, 'account.help')
  return inScope(deps.db, { ...scope, accountId: actor?.accountId ?? null }, work)
}

async function firstSecret(input: NewAccount) {
  const kind = secretKindFor(input.grants.map((grant) => grant.role))
  if (input.secret !== undefined) requireStrong(kind, input.secret, input)
  const secret = input.secret ?? makeSecret(kind)
  return { kind, secret, hash: await hashSecret(secret) }
}

/** @throws Problem `secret.weak-password`, `secret.weak-pin`. */
export function requireStrong(
  kind: SecretKind,
  secret: string,
  owner: { signInName: string; fullName: string },
): void {
  if (weaknessOf(kind, secret, [owner.signInName, owner.fullName]) === null) return
  throw kind === 'pin'
    ? new Problem('secret.weak-pin')
    : new Problem('secret.weak-password', { lengthMin: PASSWORD_LENGTH_MIN })
}

/** @param secret.isOwn chosen by the person, and seen by nobody else. @throws Problem `account.name-taken`. */
export async function insertAccount(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  actor: Actor | null,
  id: string,
  input: NewAccount,
  secret: { kind: SecretKind; hash: string; isOwn?: boolean },
): Promise<void> {
  const { signInName, fullName, unit, task, phone, idNumberLast4 } = input
  const inserted = await tx
    .insert(account)
    .values({
      id,
      signInName,
      fullName,
      unit: unit ?? '',
      task: task ?? '',
      phone: phone ?? '',
      idNumberLast4: idNumberLast4 ?? '',
      secretHash: secret.hash,
      secretKind: secret.kind,
      // What somebody else has seen is changed at the first sign-in.
      mustChangeSecret: actor !== null && secret.isOwn !== true,
      createdAt: deps.clock(),
      createdBy: actor?.accountId ?? null,
    })
    .onConflictDoNothing({ target: account.signInName })
    .returning({ id: account.id })
  if (inserted.length === 0) throw new Problem('account.name-taken')
}
