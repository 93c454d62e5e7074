import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { permissions, roleMay } from '#domain/access.ts'
import type { SecretKind } from '#domain/sign-in.ts'
import type { Db, Tx } from '#db/db.ts'
import { account, authority } from '#db/tables/accounts.ts'
import type { Deps } from '#http/types.ts'
import type { AccountOut, GrantOut, Me } from './contract.ts'
import { selectGrants, type AccountRow, type NamedGrant } from './queries.ts'

/** Rows of the database as the contract shows them. */

export function grantView(grant: NamedGrant): z.output<typeof GrantOut> {
  const { id, role, placeId, siteId, sessionId, siteName, sessionOn } = grant
  return {
    id,
    role,
    place: placeId === null ? null : { id: placeId, name: grant.placeName ?? '' },
    site: siteId === null ? null : { id: siteId, name: siteName ?? '' },
    session:
      sessionId === null ? null : { id: sessionId, sessionOn: sessionOn ?? '', siteName: siteName ?? '' },
    validFrom: grant.validFrom.toISOString(),
    validTo: grant.validTo?.toISOString() ?? null,
  }
}

export function accountView(row: AccountRow, grants: readonly NamedGrant[]): z.output<typeof AccountOut> {
  const { id, signInName, fullName, unit, task, phone, idNumberLast4, mustChangeSecret, version } = row
  return {
    id,
    signInName,
    fullName,
    unit,
    task,
    phone,
    idNumberLast4,
    secretKind: row.secretKind as SecretKind,
    mustChangeSecret,
    secondFactor: row.totpConfirmedAt !== null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    version,
    grants: grants.filter((grant) => grant.accountId === id).map(grantView),
  }
}

/** Each account with the grants that hold now or will. */
export async function viewAccounts(
  db: Db | Tx,
  deps: Pick<Deps, 'clock' | 'authority'>,
  rows: readonly AccountRow[],
): Promise<z.output<typeof AccountOut>[]> {
  const ids = rows.map((row) => row.id)
  const grants = await selectGrants(db, ids, deps.clock(), deps.authority.timeZone)
  return rows.map((row) => accountView(row, grants))
}

/** Who am I, and what may I do where. */
export async function viewMe(db: Db | Tx, deps: Deps, accountId: string): Promise<z.output<typeof Me>> {
  const [row] = await db.select().from(account).where(eq(account.id, accountId))
  if (row === undefined) throw new Error('The signed-in account is gone')
  const [city] = await db.select({ demo: authority.demo }).from(authority)
  const grants = await selectGrants(db, [accountId], deps.clock(), deps.authority.timeZone, 'in-force')
  const { id, signInName, fullName, unit, task, mustChangeSecret } = row
  const allowed = permissions.filter((permission) => grants.some((grant) => roleMay(grant.role, permission)))
  return {
    id,
    signInName,
    fullName,
    unit,
    task,
    secretKind: row.secretKind as SecretKind,
    mustChangeSecret,
    secondFactor: row.totpConfirmedAt !== null,
    authority: { ...deps.authority, demo: city?.demo === true },
    permissions: allowed,
    grants: grants.map(grantView),
  }
}
