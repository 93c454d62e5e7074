import { and, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { foldPlaceName } from '#domain/place-names.ts'
import { overlap, validOn, type PlaceKind, type Span, type Zone } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { place, placeName, placeWithin } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { projectPlaceGrantsAgain } from '#features/accounts/project-grant.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { findCodeHolder, findPlace, lockPlace } from './queries.ts'

export type NewGroup = {
  parentId: string
  kind: 'group' | 'village'
  code: string
  name: string
  validFrom: string
  tags: string[]
  zone: Zone | null
  population: number | null
}

/** @throws Problem `not-found`, `place.unknown`, `place.wrong-kind`, `place.code-taken`. */
export async function createResidentialGroup(deps: Deps, actor: Actor, input: NewGroup) {
  requireReach(actor, 'group.manage', { wardId: input.parentId })
  const id = deps.newId()
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    await insertGroup(tx, { ...input, id, populationInvented: false })
    await projectPlaceGrantsAgain(tx, deps.clock())
    await appendAudit(tx, actor, deps.clock(), {
      action: 'createResidentialGroup',
      subjectKind: 'place',
      subjectId: id,
      placeId: input.parentId,
      detail: { code: input.code, kind: input.kind, validFrom: input.validFrom },
    })
    return (await findPlace(tx, id, input.validFrom))!
  })
}

/** Which units a residential group or village may belong to; a Lao village lies straight in its district. */
const parentKinds: Record<NewGroup['kind'], readonly PlaceKind[]> = {
  group: ['ward'],
  village: ['ward', 'district'],
}

/** The place, its name, and its rows of the closure, under a parent that is locked. */
export async function insertGroup(
  tx: Tx,
  group: NewGroup & { id: string; populationInvented: boolean },
): Promise<void> {
  const { id, kind, parentId, code, name, validFrom } = group
  const parent = await lockPlace(tx, parentId)
  if (parent === null || !validOn(parent, validFrom)) throw new Problem('place.unknown', { on: validFrom })
  if (!parentKinds[kind].includes(parent.kind))
    throw new Problem('place.wrong-kind', { kind: parent.kind, wanted: parentKinds[kind].join(', ') })
  const span: Span = { validFrom, validTo: parent.validTo }
  if ((await findCodeHolder(tx, { kind, withinId: parentId, code, span })) !== null)
    throw new Problem('place.code-taken', { code })
  const { tags, zone, population, populationInvented } = group
  await tx.insert(place).values({ id, kind, parentId, ...span, tags, zone, population, populationInvented })
  await tx.insert(placeName).values({
    placeId: id,
    kind,
    withinId: parentId,
    code,
    name,
    nameFolded: foldPlaceName(name, kind),
    ...span,
  })
  const above = await tx
    .select()
    .from(placeWithin)
    .where(and(eq(placeWithin.placeId, parentId)))
  const rows = above.flatMap(({ ancestorId, depth, ...path }) => {
    const shared = overlap(span, path)
    return shared === null ? [] : [{ placeId: id, ancestorId, depth: depth + 1, ...shared }]
  })
  await tx.insert(placeWithin).values([{ placeId: id, ancestorId: id, depth: 0, ...span }, ...rows])
}
