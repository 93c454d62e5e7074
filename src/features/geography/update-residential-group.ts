import { and, desc, eq } from 'drizzle-orm'
import type { Actor } from '#domain/access.ts'
import { addDays, localDateAt, type LocalDate } from '#domain/dates.ts'
import { foldPlaceName } from '#domain/place-names.ts'
import type { Zone } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { place, placeChange, placeName } from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import { mustEdit } from '#http/etag.ts'
import type { Deps } from '#http/types.ts'
import { findCodeHolder, findPlace, lockPlace } from './queries.ts'

export type GroupEdit = {
  code?: string | undefined
  name?: string | undefined
  on?: LocalDate | undefined
  tags?: string[] | undefined
  zone?: Zone | null | undefined
  population?: number | null | undefined
}

/**
 * A new code or name holds from a day; what the group was called before stays readable with an earlier day.
 *
 * @throws Problem `not-found`, `request.stale`, `place.wrong-kind`, `place.ended`, `place.code-taken`,
 *   `place.change-too-early`.
 */
export async function updateResidentialGroup(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  edit: GroupEdit,
) {
  requireReach(actor, 'group.manage', { wardId: id })
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  return inScope(deps.db, { ...scopeOf(actor, 'group.manage'), accountId: actor.accountId }, async (tx) => {
    if (await isMade(tx, id, version, { on: today, ...edit })) return (await findPlace(tx, id, today))!
    const group = await lockGroup(tx, id, version)
    const { tags, zone, population } = edit
    await tx
      .update(place)
      .set({
        version: version + 1,
        ...(tags === undefined ? {} : { tags }),
        ...(zone === undefined ? {} : { zone }),
        ...(population === undefined ? {} : { population, populationInvented: false }),
      })
      .where(eq(place.id, id))
    if (edit.code !== undefined || edit.name !== undefined)
      await renameGroup(tx, group, edit, edit.on ?? today)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'updateResidentialGroup',
      subjectKind: 'place',
      subjectId: id,
      placeId: group.parentId,
      detail: { fields: Object.keys(edit), version: version + 1 },
    })
    return (await findPlace(tx, id, today))!
  })
}

/** The same edit again, whose answer was lost. */
async function isMade(tx: Tx, id: string, version: number, edit: GroupEdit): Promise<boolean> {
  const found = await lockPlace(tx, id)
  if (found === null || found.version !== version + 1) return false
  const { code, name, validFrom } = await findLastName(tx, id)
  const { on, ...asked } = edit
  const isNamed = asked.code !== undefined || asked.name !== undefined
  const since = isNamed ? { validFrom: on } : {}
  return !mustEdit({ ...found, code, name, validFrom }, version, { ...asked, ...since })
}

export type LockedGroup = NonNullable<Awaited<ReturnType<typeof lockPlace>>> & { kind: 'group' | 'village' }

/** Wards and districts change by decree, through the shipped places; only groups and villages are edited here. */
export async function lockGroup(tx: Tx, id: string, version: number): Promise<LockedGroup> {
  const found = await lockPlace(tx, id)
  if (found === null) throw new Problem('not-found')
  const { kind } = found
  if (kind !== 'group' && kind !== 'village')
    throw new Problem('place.wrong-kind', { kind, wanted: 'group, village' })
  if (found.version !== version) throw new Problem('request.stale')
  return { ...found, kind }
}

async function renameGroup(tx: Tx, group: LockedGroup, edit: GroupEdit, on: LocalDate): Promise<void> {
  if (group.validTo !== null && group.validTo < on)
    throw new Problem('place.ended', { validTo: group.validTo })
  const current = await findLastName(tx, group.id)
  if (on < current.validFrom) throw new Problem('place.change-too-early', { after: current.validFrom })
  const { kind, id: placeId } = group
  const { withinId, validTo } = current
  const code = edit.code ?? current.code
  const name = edit.name ?? current.name
  const holder = { kind, withinId, code, span: { validFrom: on, validTo }, exceptId: placeId }
  if ((await findCodeHolder(tx, holder)) !== null) throw new Problem('place.code-taken', { code })
  const named = { code, name, nameFolded: foldPlaceName(name, kind) }
  const key = and(eq(placeName.placeId, placeId), eq(placeName.validFrom, current.validFrom))
  // Put right on the very day on which it began: nobody has used the old name on any other day.
  if (on === current.validFrom) {
    await tx.update(placeName).set(named).where(key)
    return
  }
  await tx
    .update(placeName)
    .set({ validTo: addDays(on, -1) })
    .where(key)
  await tx.insert(placeName).values({ placeId, kind, withinId, ...named, validFrom: on, validTo })
  await tx.insert(placeChange).values({ fromId: placeId, toId: placeId, part: 'rename', on })
}

export async function findLastName(tx: Tx, placeId: string) {
  const [name] = await tx
    .select()
    .from(placeName)
    .where(eq(placeName.placeId, placeId))
    .orderBy(desc(placeName.validFrom))
    .limit(1)
  if (name === undefined) throw new Error(`Place ${placeId} has no name`)
  return name
}
