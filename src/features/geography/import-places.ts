import type { Actor } from '#domain/access.ts'
import type { Place } from '#domain/places.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import {
  catchmentVillage,
  document,
  place,
  placeChange,
  placeName,
  placeWithin,
} from '#db/tables/geography.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { projectPlaceGrantsAgain } from '#features/accounts/project-grant.ts'
import type { Deps } from '#http/types.ts'
import type { GeographySeed } from './seed/geography-seed.ts'

/** Far below the 65,535 parameters of a statement. */
const ROWS_PER_STATEMENT = 1000

/**
 * Stores the places that ship for one authority. Their ids are made from their codes, so a second load adds nothing and
 * leaves alone what people have changed since.
 *
 * @param actor null when the service itself is being set up.
 * @throws Problem `place.other-country`; `conflict` when one of the codes already belongs to another place.
 */
export async function importPlaces(deps: Deps, actor: Actor | null, seed: GeographySeed) {
  if (seed.country !== deps.authority.country)
    throw new Problem('place.other-country', { country: seed.country })
  const scope = { wide: true, wardIds: [], siteIds: [], sessionIds: [], accountId: actor?.accountId ?? null }
  return inScope(deps.db, scope, async (tx) => {
    await insertDocuments(tx, seed)
    const placesAdded = await insertPlaces(tx, seed)
    const namesAdded = await insertNames(tx, seed)
    await insertLinks(tx, seed)
    if (placesAdded > 0) await projectPlaceGrantsAgain(tx, deps.clock())
    if (placesAdded + namesAdded > 0)
      await appendAudit(tx, actor, deps.clock(), {
        action: 'importPlaces',
        subjectKind: 'place',
        subjectId: seed.authorityPlaceId,
        placeId: seed.authorityPlaceId,
        detail: { country: seed.country, placesAdded, namesAdded },
      })
    return {
      authorityPlaceId: seed.authorityPlaceId,
      placesAdded,
      namesAdded,
      placesTotal: seed.places.length,
    }
  })
}

async function insertDocuments(tx: Tx, seed: GeographySeed): Promise<void> {
  for (const rows of portions(seed.documents)) await tx.insert(document).values(rows).onConflictDoNothing()
}

async function insertPlaces(tx: Tx, seed: GeographySeed): Promise<number> {
  let added = 0
  for (const rows of portions(seed.places)) {
    const stored = await tx
      .insert(place)
      .values(rows.map(toRow))
      .onConflictDoNothing()
      .returning({ id: place.id })
    added += stored.length
  }
  return added
}

function toRow(shipped: Place) {
  return { ...shipped, tags: [...shipped.tags] }
}

async function insertNames(tx: Tx, seed: GeographySeed): Promise<number> {
  let added = 0
  for (const rows of portions(seed.names)) {
    const stored = await tx
      .insert(placeName)
      .values(rows)
      // Only the very same name is passed over: another place under one code must not vanish without a word.
      .onConflictDoNothing({ target: [placeName.placeId, placeName.validFrom] })
      .returning({ placeId: placeName.placeId })
    added += stored.length
  }
  return added
}

async function insertLinks(tx: Tx, seed: GeographySeed): Promise<void> {
  for (const rows of portions(seed.within)) await tx.insert(placeWithin).values(rows).onConflictDoNothing()
  for (const rows of portions(seed.changes)) await tx.insert(placeChange).values(rows).onConflictDoNothing()
  for (const rows of portions(seed.catchmentVillages))
    await tx.insert(catchmentVillage).values(rows).onConflictDoNothing()
}

function* portions<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    yield rows.slice(from, from + ROWS_PER_STATEMENT)
}
