import type { Actor } from '#domain/access.ts'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { placeChange } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { projectPlaceGrantsAgain } from '#features/accounts/project-grant.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { insertGroup } from './create-residential-group.ts'
import { carryOver, endGroup, requireLasting } from './move-residential-group.ts'
import { findPlace, lockPlace } from './queries.ts'
import { findLastName, lockGroup, type LockedGroup } from './update-residential-group.ts'

type Join = { withId: string; on: LocalDate; code?: string | undefined; name?: string | undefined }

/**
 * Two groups become one from a day on: a third row under the unit of the other, for one id is one territory. Figures,
 * collaborators and, once they are let (`followPlaces`), people follow into it.
 *
 * @throws Problem `not-found`, `request.stale`, `place.wrong-kind`, `place.same`, `place.code-taken`, `place.ended`,
 *   `place.change-too-early`.
 */
export async function joinResidentialGroups(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  { withId, on, ...named }: Join,
) {
  if (withId === id) throw new Problem('place.same')
  for (const wardId of [id, withId]) requireReach(actor, 'group.manage', { wardId })
  const newId = deps.newId()
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    const [group, other] = await lockBoth(tx, { id, version }, withId)
    for (const each of [group, other]) {
      await requireLasting(tx, each, on)
      await endGroup(tx, each.id, each.version, addDays(on, -1))
    }
    const name = await findLastName(tx, withId)
    await insertGroup(tx, {
      id: newId,
      kind: other.kind,
      parentId: other.parentId!,
      code: named.code ?? name.code,
      name: named.name ?? name.name,
      validFrom: on,
      tags: [...new Set([...other.tags, ...group.tags])],
      zone: other.zone,
      population:
        group.population === null || other.population === null ? null : group.population + other.population,
      populationInvented: group.populationInvented || other.populationInvented,
    })
    for (const each of [group, other]) {
      await tx.insert(placeChange).values({ fromId: each.id, toId: newId, part: 'whole', on })
      await carryOver(deps, tx, each.id, newId, on)
    }
    await projectPlaceGrantsAgain(tx, deps.clock())
    await appendAudit(tx, actor, deps.clock(), {
      action: 'joinResidentialGroups',
      subjectKind: 'place',
      subjectId: id,
      placeId: other.parentId,
      detail: { withId, toId: newId, on },
    })
    return (await findPlace(tx, newId, on))!
  })
}

/** In id order: two people who join the same two groups the other way round wait for each other. */
async function lockBoth(
  tx: Tx,
  { id, version }: { id: string; version: number },
  withId: string,
): Promise<[LockedGroup, LockedGroup]> {
  for (const each of [id, withId].toSorted()) await lockPlace(tx, each)
  const group = await lockGroup(tx, id, version)
  const other = await lockPlace(tx, withId)
  if (other === null) throw new Problem('not-found')
  return [group, await lockGroup(tx, withId, other.version)]
}
