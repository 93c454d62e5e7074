import { and, eq, gte, isNull, or } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import {
  catchmentVillage,
  collaboratorPost,
  place,
  placeChange,
  placeName,
  placeWithin,
} from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { projectPlaceGrantsAgain } from '#features/accounts/project-grant.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { insertGroup } from './create-residential-group.ts'
import { findPlace } from './queries.ts'
import { findLastName, lockGroup, type LockedGroup } from './update-residential-group.ts'

/**
 * A group under another unit is another row: the old one ends the day before, a whole change links the two, and figures
 * follow along it. Its collaborators and its health centre go with it; its people follow when the centre lets them (`followPlaces`).
 *
 * @throws Problem `not-found`, `request.stale`, `place.wrong-kind`, `place.unknown`, `place.code-taken`, `place.ended`,
 *   `place.change-too-early`.
 */
export async function moveResidentialGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  input: { parentId: string; on: LocalDate; code?: string | undefined },
) {
  requireReach(actor, 'group.manage', { wardId: id })
  requireReach(actor, 'group.manage', { wardId: input.parentId })
  const newId = deps.newId()
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    const group = await lockGroup(tx, id, version)
    const { on, parentId } = input
    const name = await requireLasting(tx, group, on)
    await endGroup(tx, id, version, addDays(on, -1))
    await insertGroup(tx, {
      id: newId,
      kind: group.kind,
      parentId,
      code: input.code ?? name.code,
      name: name.name,
      validFrom: on,
      tags: group.tags,
      zone: group.zone,
      population: group.population,
      populationInvented: group.populationInvented,
    })
    await tx.insert(placeChange).values({ fromId: id, toId: newId, part: 'whole', on })
    await carryOver(deps, tx, id, newId, on)
    await projectPlaceGrantsAgain(tx, deps.clock())
    await appendAudit(tx, actor, deps.clock(), {
      action: 'moveResidentialGroup',
      subjectKind: 'place',
      subjectId: id,
      placeId: parentId,
      detail: { fromParentId: group.parentId, toId: newId, on },
    })
    return (await findPlace(tx, newId, on))!
  })
}

/** Is it there on the day, and was it before? @throws Problem `place.ended`, `place.change-too-early`. */
export async function requireLasting(tx: Tx, group: LockedGroup, on: LocalDate) {
  if (group.validTo !== null && group.validTo < on)
    throw new Problem('place.ended', { validTo: group.validTo })
  const name = await findLastName(tx, group.id)
  if (on <= name.validFrom) throw new Problem('place.change-too-early', { after: name.validFrom })
  return name
}

/** The group, its name and its rows of the closure end on `validTo`. */
export async function endGroup(tx: Tx, id: string, version: number, validTo: LocalDate): Promise<void> {
  await tx
    .update(place)
    .set({ validTo, version: version + 1 })
    .where(eq(place.id, id))
  await tx
    .update(placeName)
    .set({ validTo })
    .where(and(eq(placeName.placeId, id), or(isNull(placeName.validTo), gte(placeName.validTo, validTo))))
  // A projection: its rows are written anew, not edited.
  const paths = await tx.delete(placeWithin).where(eq(placeWithin.placeId, id)).returning()
  for (const path of paths.filter((each) => each.validFrom <= validTo)) {
    const ends = path.validTo === null || path.validTo > validTo ? validTo : path.validTo
    await tx.insert(placeWithin).values({ ...path, validTo: ends })
  }
}

/** Collaborators and health centre that hold on the day, or will, go on under the new id. */
export async function carryOver(
  deps: Deps,
  tx: Tx,
  fromId: string,
  toId: string,
  on: LocalDate,
): Promise<void> {
  const validTo = addDays(on, -1)
  const post = collaboratorPost
  const posts = await tx
    .select()
    .from(post)
    .where(and(eq(post.groupId, fromId), or(isNull(post.validTo), gte(post.validTo, on))))
  for (const row of posts) {
    if (row.validFrom >= on) {
      await tx.update(post).set({ groupId: toId }).where(eq(post.id, row.id))
      continue
    }
    await tx.update(post).set({ validTo }).where(eq(post.id, row.id))
    await tx.insert(post).values({ ...row, id: deps.newId(), groupId: toId, validFrom: on })
  }
  const served = catchmentVillage
  const centres = await tx
    .select()
    .from(served)
    .where(and(eq(served.villageId, fromId), or(isNull(served.validTo), gte(served.validTo, on))))
  for (const row of centres) {
    const { centreId, validFrom } = row
    const key = and(
      eq(served.centreId, centreId),
      eq(served.villageId, fromId),
      eq(served.validFrom, validFrom),
    )
    if (validFrom >= on) {
      await tx.update(served).set({ villageId: toId }).where(key)
      continue
    }
    await tx.update(served).set({ validTo }).where(key)
    await tx.insert(served).values({ ...row, villageId: toId, validFrom: on })
  }
}
