import { and, eq, gt, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm'
import { permissionsOf, type Role } from '#domain/access.ts'
import type { Tx } from '#db/db.ts'
import { accessGrant, grantReach } from '#db/tables/accounts.ts'
import { place, placeWithin } from '#db/tables/geography.ts'

/** The whole authority, where a grant names no place. */
const WHOLE_AUTHORITY = '00000000-0000-0000-0000-000000000000'
const ROWS_MAX = 2000

type Projected = {
  id: string
  accountId: string
  role: Role
  placeId: string | null
  siteId: string | null
  sessionId: string | null
  validFrom: Date
  validTo: Date | null
}

/** One row per permission and target: what the set writer's policies and quarantine ask about the hour of an act. */
export async function projectGrant(tx: Tx, grant: Projected): Promise<void> {
  const targets = await selectTargets(tx, grant)
  const rows = permissionsOf(grant.role).flatMap((permission) =>
    targets.map((targetId) => ({
      accountId: grant.accountId,
      permission,
      targetId,
      validFrom: grant.validFrom,
      validTo: grant.validTo,
      grantId: grant.id,
    })),
  )
  for (let i = 0; i < rows.length; i += ROWS_MAX)
    await tx.insert(grantReach).values(rows.slice(i, i + ROWS_MAX))
}

/** A place reaches everything in it that a dose or session can name; residential groups are never named alone. */
async function selectTargets(tx: Tx, grant: Projected): Promise<string[]> {
  const { placeId } = grant
  if (placeId === null) return [grant.sessionId ?? grant.siteId ?? WHOLE_AUTHORITY]
  const within = await tx
    .selectDistinct({ id: placeWithin.placeId })
    .from(placeWithin)
    .innerJoin(place, eq(place.id, placeWithin.placeId))
    .where(and(eq(placeWithin.ancestorId, placeId), ne(place.kind, 'group')))
  return [...new Set([placeId, ...within.map((row) => row.id)])]
}

/**
 * For `geography`, after places were added under others: grants of places that still hold reach the new ones too.
 * Those that ended keep the reach that they had.
 */
export async function projectPlaceGrantsAgain(tx: Tx, now: Date): Promise<void> {
  const grants = await tx
    .select()
    .from(accessGrant)
    .where(and(isNotNull(accessGrant.placeId), or(isNull(accessGrant.validTo), gt(accessGrant.validTo, now))))
  if (grants.length === 0) return
  await tx.delete(grantReach).where(
    inArray(
      grantReach.grantId,
      grants.map((grant) => grant.id),
    ),
  )
  for (const grant of grants) await projectGrant(tx, { ...grant, role: grant.role as Role })
}

/** The same targets until an earlier hour: what was done before it is still judged by them. */
export async function endProjection(tx: Tx, grantId: string, validTo: Date): Promise<void> {
  const rows = await tx.delete(grantReach).where(eq(grantReach.grantId, grantId)).returning()
  for (const row of rows) row.validTo = validTo
  for (let i = 0; i < rows.length; i += ROWS_MAX)
    await tx.insert(grantReach).values(rows.slice(i, i + ROWS_MAX))
}
