/** Accounts of people on a staff list, in the transaction that keeps the list. */
import { and, eq, inArray, like, or, sql } from 'drizzle-orm'
import { scopeFor, type Actor } from '#domain/access.ts'
import { mayHelp } from '#domain/granting.ts'
import { foldPersonName } from '#domain/identity/names.ts'
import { readIdentifier, type Identifier } from '#domain/identity/identifiers.ts'
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
  const unnumbered = await selectUnnumbered(db, people)
  return people.map(({ fullName, identifier }, at): StaffMatch => {
    const known = byLookup.get(lookups[at]!.toString('hex')) ?? []
    const hasName = (row: { fullName: string }) => foldPersonName(row.fullName) === foldPersonName(fullName)
    const numbered = known.find(hasName)
    if (numbered === undefined && known.length > 0) return { found: 'other-name' }
    const likely = unnumbered.filter((row) => row.last4 === identifier.value.slice(-4) && hasName(row))
    const own = numbered ?? (likely.length === 1 ? likely[0] : undefined)
    if (own === undefined) return { found: 'nobody' }
    return { found: 'account', accountId: own.accountId, disabled: own.disabledAt !== null }
  })
}

/** Accounts that were made by hand, before any staff list told their number: only its last digits are known. */
function selectUnnumbered(db: Connection, people: readonly Pick<StaffPerson, 'identifier'>[]) {
  const last4 = people.map(({ identifier }) => identifier.value.slice(-4))
  return db
    .select({
      accountId: account.id,
      fullName: account.fullName,
      last4: account.idNumberLast4,
      disabledAt: account.disabledAt,
    })
    .from(account)
    .where(
      and(
        inArray(account.idNumberLast4, last4),
        sql`NOT EXISTS (SELECT 1 FROM account_number n WHERE n.account_id = account.id)`,
      ),
    )
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
  await keepNumber(tx, deps, accountId, identifier)
  const fact: AuditFact = {
    action: 'createAccount',
    subjectKind: 'account',
    subjectId: accountId,
    detail: { secretKind: 'pin' },
  }
  return { accountId, signInName, fact }
}

/** A number that a staff list tells of an account; one that is kept already stays as it is. */
export async function keepNumber(
  tx: Tx,
  { sealer, clock }: Pick<Deps, 'clock' | 'sealer'>,
  accountId: string,
  { kind, value }: Identifier,
): Promise<void> {
  const sealed = { value: sealer.seal(value), lookup: sealer.lookup(kind, value) }
  await tx
    .insert(accountNumber)
    .values({ accountId, kind, ...sealed, receivedAt: clock() })
    .onConflictDoNothing()
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

/** The same for somebody on no list, with the PIN that they chose themselves. The caller grants, and writes the fact. */
export async function insertVolunteerAccount(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'newId'>,
  actor: Actor,
  person: { fullName: string; phone: string; secretHash: string },
): Promise<{ accountId: string; signInName: string; fact: AuditFact }> {
  const { secretHash: hash, ...fields } = person
  const accountId = deps.newId()
  const signInName = await findFreeName(tx, proposeSignInName(person.fullName))
  const secret = { kind: 'pin', hash, isOwn: true } as const
  await insertAccount(tx, deps, actor, accountId, { ...fields, signInName, grants: [] }, secret)
  const detail = { secretKind: 'pin' }
  const fact = { action: 'createAccount', subjectKind: 'account', subjectId: accountId, detail }
  return { accountId, signInName, fact }
}

/** Whose number this is, of these accounts. */
export async function findByNumber(
  db: Connection,
  deps: Pick<Deps, 'sealer'>,
  accountIds: readonly string[],
  typed: string,
): Promise<string[]> {
  const identifier = readIdentifier(typed)
  if (identifier === null || accountIds.length === 0) return []
  const lookup = deps.sealer.lookup(identifier.kind, identifier.value)
  const rows = await db
    .select({ accountId: accountNumber.accountId })
    .from(accountNumber)
    .where(and(eq(accountNumber.lookup, lookup), inArray(accountNumber.accountId, [...accountIds])))
  return rows.map(({ accountId }) => accountId)
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
