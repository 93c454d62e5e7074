/** Accounts of people on a staff list, in the transaction that keeps the list. */
import { eq, inArray, like, or } from 'drizzle-orm'
import { scopeFor, type Actor } from '#domain/access.ts'
import { mayHelp } from '#domain/granting.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import type { Identifier } from '#domain/identity/identifiers.ts'
import { proposeSignInName } from '#domain/roster-list.ts'
import type { Connection, Tx } from '#db/db.ts'
import { account, accountNumber } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import type { AuditFact } from './audit.ts'
import { insertAccount } from './create-account.ts'
import { actAtOnce } from './give-grant.ts'
import { endSignIns } from './help.ts'
import { findAccountInScope, selectGrants } from './queries.ts'
import { hashSecret, makeSecret } from './secret-hash.ts'
import { openPass } from './throttle.ts'

export type StaffPerson = {
  fullName: string
  unit: string
  task: string
  phone: string
  identifier: Identifier
}

export type StaffMatch =
  | { found: 'nobody' }
  | { found: 'account'; accountId: string; disabled: boolean }
  /** The number is known, with another name: a person looks at the card. */
  | { found: 'other-name' }

/** By number and name together, anywhere in the authority: a number alone tells nobody anything. */
export async function matchStaff(
  db: Connection,
  deps: Pick<Deps, 'sealer'>,
  people: readonly Pick<StaffPerson, 'fullName' | 'identifier'>[],
): Promise<StaffMatch[]> {
  if (people.length === 0) return []
  const lookups = people.map(({ identifier }) => deps.sealer.lookup(identifier.kind, identifier.value))
  const rows = await db
    .select({
      lookup: accountNumber.lookup,
      accountId: account.id,
      fullName: account.fullName,
      disabledAt: account.disabledAt,
    })
    .from(accountNumber)
    .innerJoin(account, eq(account.id, accountNumber.accountId))
    .where(inArray(accountNumber.lookup, lookups))
  const byLookup = Map.groupBy(rows, ({ lookup }) => lookup.toString('hex'))
  return people.map(({ fullName }, at): StaffMatch => {
    const known = byLookup.get(lookups[at]!.toString('hex')) ?? []
    const own = known.find((row) => foldPersonName(row.fullName) === foldPersonName(fullName))
    if (own !== undefined)
      return { found: 'account', accountId: own.accountId, disabled: own.disabledAt !== null }
    return known.length === 0 ? { found: 'nobody' } : { found: 'other-name' }
  })
}

export type OneTimePin = { pin: string; hash: string }

/** Hashing takes its time: these are made before the transaction. */
export function makePins(count: number): Promise<OneTimePin[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const pin = makeSecret('pin')
      return { pin, hash: await hashSecret(pin) }
    }),
  )
}

/** An account with a PIN for its first sign-in and no grant yet. The caller grants, and writes the fact. */
export async function insertStaffAccount(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'newId' | 'sealer'>,
  actor: Actor,
  person: StaffPerson,
  { hash }: OneTimePin,
): Promise<{ accountId: string; signInName: string; fact: AuditFact }> {
  const accountId = deps.newId()
  const signInName = await findFreeName(tx, proposeSignInName(person.fullName))
  const { identifier, ...fields } = person
  await insertAccount(
    tx,
    deps,
    actor,
    accountId,
    { ...fields, signInName, idNumberLast4: identifier.value.slice(-4), grants: [] },
    { kind: 'pin', hash },
  )
  await tx.insert(accountNumber).values({
    accountId,
    kind: identifier.kind,
    value: deps.sealer.seal(identifier.value),
    lookup: deps.sealer.lookup(identifier.kind, identifier.value),
    receivedAt: deps.clock(),
  })
  const fact: AuditFact = {
    action: 'createAccount',
    subjectKind: 'account',
    subjectId: accountId,
    detail: { secretKind: 'pin' },
  }
  return { accountId, signInName, fact }
}

/**
 * Another PIN for an account that nobody has signed in to yet; its older one is no good from COMMIT on.
 *
 * @returns false where its secret is somebody's own by now, or where the actor may not help the account.
 */
export async function renewFirstPin(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'authority' | 'sealer'>,
  actor: Actor,
  accountId: string,
  secretHash: string,
): Promise<boolean> {
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('update')
  const found = await findAccountInScope(tx, scopeFor(actor, 'account.help'), accountId)
  if (found === null || accountId === actor.accountId || found.disabledAt !== null) return false
  if (!found.mustChangeSecret || found.secretKind !== 'pin') return false
  const grants = await selectGrants(tx, [accountId], deps.clock(), deps.authority.timeZone)
  if (
    !mayHelp(
      actor,
      grants.map((grant) => ({ role: grant.role, target: grant })),
    )
  )
    return false
  await tx
    .update(account)
    .set({ secretHash, version: found.version + 1 })
    .where(eq(account.id, accountId))
  await actAtOnce(tx, accountId)
  await endSignIns(tx, { accountId }, deps.clock(), 'reset')
  await openPass(tx, deps.sealer, found.signInName, deps.clock())
  return true
}

/** `thunv`, else `thunv2` and so on. Of two transactions that choose the same, one is refused and comes again. */
async function findFreeName(tx: Tx, wanted: string): Promise<string> {
  const taken = await tx
    .select({ name: account.signInName })
    .from(account)
    .where(or(eq(account.signInName, wanted), like(account.signInName, `${wanted}%`)))
  const names = new Set(taken.map(({ name }) => name))
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}${number}`
    if (!names.has(name)) return name
  }
}

/** Full names of accounts, for what they signed. */
export async function selectNames(db: Connection, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: account.id, fullName: account.fullName })
    .from(account)
    .where(inArray(account.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, fullName }) => [id, fullName]))
}
